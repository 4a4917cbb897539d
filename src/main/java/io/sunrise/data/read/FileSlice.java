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
 * A part of a file, read by one task.
 *
 * @param end the exclusive end of the positions at which a record of this slice may begin; a
 *     compressed file is one slice with an unknown end
 */
record FileSlice(String file, long start, long end) implements Serializable {

  private static final String ZSTANDARD = ".zst";
  static final long UNKNOWN_END = Long.MAX_VALUE;

  /** The whole file as one slice. */
  FileSlice first() {
    return new FileSlice(file, 0, UNKNOWN_END);
  }

  /**
   * The slice's bytes, converted to UTF-8 if needed; a slice that is not the first of its file
   * starts one byte early.
   */
  ByteInput open(Configuration configuration, Encoding encoding) throws IOException {
    Path path = new Path(file);
    FSDataInputStream raw = Locations.open(path, configuration);
    try {
      if (path.getName().endsWith(ZSTANDARD)) {
        // Hadoop's own codec needs a native library that is rarely installed.
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
