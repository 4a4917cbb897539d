package io.sunrise.cooccurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenVectorsTest {
  private static final TokenVectors VECTORS =
      new TokenVectors(
          new float[] {0, 0, 1.5f, -2, 0, 3}, 2, new long[] {0, 1L << 40, Long.MAX_VALUE});

  @Test
  void readsWhatItWrites() throws IOException {
    byte[] bytes = bytes();
    TokenVectors read = read(bytes);

    assertThat(read.values()).containsExactly(VECTORS.values());
    assertThat(read.counts()).containsExactly(VECTORS.counts());
    assertThat(read.width()).isEqualTo(2);
    assertThat(read.has(0)).isFalse();
    assertThat(read.has(2)).isTrue();
  }

  @Test
  void refusesAFileThatWasCutAtAnyByte() throws IOException {
    byte[] bytes = bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(SunriseException.class)
          .hasMessageStartingWith("vectors.safetensors ")
          .hasMessageContaining("run pretrain again");
    }
  }

  @Test
  void refusesANumberOfValuesThatIsNotAMultipleOfTheWidth() {
    assertThatThrownBy(() -> new TokenVectors(new float[3], 2, new long[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VECTORS.write(out);
    return out.toByteArray();
  }

  private static TokenVectors read(byte[] bytes) throws IOException {
    return TokenVectors.read(new ByteArrayInputStream(bytes), bytes.length, "vectors.safetensors");
  }
}
