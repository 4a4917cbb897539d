package io.sunrise.data.read;

import com.github.luben.zstd.ZstdInputStream;
import io.sunrise.data.Locations;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * A part of a file that one task reads.
 *
 * @param end the position behind the last byte at which a record of this slice may begin; a
 *     compressed file is one slice, whose end is not known
 */
record FileSlice(String file, long start, long end) implements Serializable {

  private static final String ZSTANDARD = ".zst";
  static final long UNKNOWN_END = Long.MAX_VALUE;

  /** The beginning of the file. */
  FileSlice first() {
    return new FileSlice(file, 0, UNKNOWN_END);
  }

  /**
   * The slice's bytes, in an encoding in which records are found; those of a slice that does not
   * begin its file start one byte before it.
   */
  ByteInput open(Configuration configuration, Encoding encoding) throws IOException {
    Path path = new Path(file);
    FSDataInputStream raw = Locations.open(path, configuration);
    try {
      if (path.getName().endsWith(ZSTANDARD)) {
        // Hadoop's own codec works only with a native library that few machines have.
        return new ByteInput(encoding.records(new ZstdInputStream(raw)), 0);
      }
      CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
      if (codec != null) {
        return new ByteInput(encoding.records(codec.createInputStream(raw)), 0);
      }
      long first = Math.max(0, start - 1);
      raw.seek(first);
      return new ByteInput(encoding.records(raw), first);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  static boolean isCompressed(Path path, Configuration configuration) {
    return new CompressionCodecFactory(configuration).getCodec(path) != null;
  }
}
