package io.sunrise.data.read;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;

/** Which machines hold the blocks of files, where the file system knows that. */
final class BlockHosts {
  /** As many as Spark's own readers name. */
  private static final int MOST_HOSTS = 3;

  /** What file systems answer that have no machines. */
  private static final String NO_HOST = "localhost";

  private final Map<String, BlockLocation[]> blocks = new HashMap<>();

  BlockHosts(List<FileStatus> files) {
    for (FileStatus file : files) {
      if (file instanceof LocatedFileStatus located && located.getBlockLocations() != null) {
        blocks.put(file.getPath().toString(), located.getBlockLocations());
      }
    }
  }

  /** The hosts that hold the most bytes of the slices, most first; none where none is known. */
  List<String> of(List<FileSlice> slices) {
    Map<String, Long> bytes = new HashMap<>();
    for (FileSlice slice : slices) {
      for (BlockLocation block : blocks.getOrDefault(slice.file(), new BlockLocation[0])) {
        long from = Math.max(slice.start(), block.getOffset());
        long to = Math.min(slice.end(), block.getOffset() + block.getLength());
        if (from < to) {
          hosts(block).forEach(host -> bytes.merge(host, to - from, Long::sum));
        }
      }
    }
    return bytes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_HOSTS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> hosts(BlockLocation block) {
    try {
      return Arrays.stream(block.getHosts()).filter(host -> !host.equals(NO_HOST)).toList();
    } catch (IOException e) {
      // A block without a known place is read like any other.
      return List.of();
    }
  }
}
