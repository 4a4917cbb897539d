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

/** The machines that store the blocks of files, if the file system knows them. */
final class BlockHosts {
  /** The same maximum as in Spark's own readers. */
  private static final int MOST_HOSTS = 3;

  /** The host that file systems without block locations report. */
  private static final String NO_HOST = "localhost";

  private final Map<String, BlockLocation[]> blocks = new HashMap<>();

  BlockHosts(List<FileStatus> files) {
    for (FileStatus file : files) {
      if (file instanceof LocatedFileStatus located && located.getBlockLocations() != null) {
        blocks.put(file.getPath().toString(), located.getBlockLocations());
      }
    }
  }

  /** The hosts that store the most bytes of the slices, in descending order; empty if unknown. */
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
      // Without a known location a block has no preferred host.
      return List.of();
    }
  }
}
