package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutFilesTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final int LINES = 400;

  /** Of bzip2, in bytes; Hadoop takes what ends before for an empty file. */
  private static final int LONGEST_HEADER = 10;

  @TempDir private Path folder;

  private static byte[] compressed(String ending) throws IOException {
    String text =
        IntStream.range(0, LINES)
            .mapToObj(i -> "line " + Integer.toHexString(i * 0x9E3779B9) + "\n")
            .collect(Collectors.joining());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        ending.equals(".zst")
            ? new ZstdOutputStream(bytes)
            : new CompressionCodecFactory(CONFIGURATION)
                .getCodec(new org.apache.hadoop.fs.Path("x" + ending))
                .createOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private int lines(Path file) throws IOException {
    FileSlice slice = new FileSlice("file:" + file, 0, FileSlice.UNKNOWN_END);
    Decoder decoder = new Decoder(new ReadLimits(1 << 20, 8), Encoding.UTF_8);
    int lines = 0;
    try (ByteInput in = slice.open(CONFIGURATION, Encoding.UTF_8)) {
      Records records = new LineRecords(in, slice, decoder, Fields::text);
      while (records.next() != null) {
        lines++;
      }
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void noCutFileIsTakenForAWholeOne(String ending) throws IOException {
    byte[] whole = compressed(ending);
    Path file = Files.write(folder.resolve("whole" + ending), whole);
    assertThat(lines(file)).isEqualTo(LINES);
    for (int length = LONGEST_HEADER; length < whole.length; length += whole.length / 50) {
      Path cut = Files.write(folder.resolve("cut" + ending), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> lines(cut))
          .as("%d bytes", length)
          .isInstanceOfAny(IOException.class, RuntimeException.class);
    }
  }
}
