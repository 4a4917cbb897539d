package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final ParameterLayout LAYOUT =
      new MaskedLanguageModel(Batches.SMALL, new JavaGemm()).layout();

  @Test
  void readsWhatItWroteBitByBit() throws IOException {
    float[] parameters = Batches.parameters(LAYOUT);
    NamedTensors read = read(written(parameters));
    assertThat(read.parameters(LAYOUT)).isEqualTo(parameters);
    assertThat(read.metadata()).containsEntry("format", "pt").containsEntry("step", "7");
    assertThat(read.tensors().get("bert.embeddings.word_embeddings.weight").shape())
        .containsExactly(30, 12);
  }

  @Test
  void writesTheSameBytesAgainAndAlignsTheNumbers() throws IOException {
    byte[] bytes = written(Batches.parameters(LAYOUT));
    assertThat(written(Batches.parameters(LAYOUT))).isEqualTo(bytes);
    assertThat((bytes.length - LAYOUT.size() * 4) % 8).isZero();
  }

  @Test
  void anEncoderMovesIntoAClassifierByName() throws IOException {
    ParameterLayout classifier = new SequenceClassifier(Batches.SMALL, 2, new JavaGemm()).layout();
    float[] pretrained = Batches.parameters(LAYOUT);
    float[] parameters = ParameterInitializer.initialize(classifier, 9);
    assertThat(read(written(pretrained)).copyInto(classifier, parameters))
        .containsExactly(
            "bert.pooler.dense.weight",
            "bert.pooler.dense.bias",
            "classifier.weight",
            "classifier.bias");
    int encoder = LAYOUT.named("cls.predictions.bias").offset();
    assertThat(Arrays.copyOf(parameters, encoder)).isEqualTo(Arrays.copyOf(pretrained, encoder));
  }

  @Test
  void readsHalfPrecisionAndIgnoresWholeNumbers() throws IOException {
    String header =
        """
        {"half":{"dtype":"F16","shape":[7],"data_offsets":[0,14]},\
        "brain":{"dtype":"BF16","shape":[2],"data_offsets":[14,18]},\
        "position_ids":{"dtype":"I64","shape":[1,1],"data_offsets":[18,26]},\
        "last":{"dtype":"F32","shape":[1],"data_offsets":[26,30]}}\
        """;
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 30).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    for (int bits : new int[] {0x3C00, 0xC000, 0x0001, 0x03FF, 0x7BFF, 0xFC00, 0x7E00}) {
      bytes.putShort((short) bits);
    }
    bytes.putShort((short) 0x3F80).putShort((short) 0xC049).putLong(0).putFloat(0.5f);
    NamedTensors read = read(bytes.array());
    assertThat(read.tensors()).containsOnlyKeys("half", "brain", "last");
    assertThat(read.tensors().get("half").numbers())
        .containsExactly(
            1f, -2f, 0x1p-24f, 0x1.ff8p-15f, 65504f, Float.NEGATIVE_INFINITY, Float.NaN);
    assertThat(read.tensors().get("brain").numbers()).containsExactly(1f, -3.140625f);
    assertThat(read.tensors().get("last").numbers()).containsExactly(0.5f);
  }

  @Test
  void refusesAnotherModelsShapeWithBothValues() throws IOException {
    NamedTensors read = read(written(Batches.parameters(LAYOUT)));
    ModelConfig wider = new ModelConfig(31, 12, 2, 3, 20, 9, 0);
    ParameterLayout other = new MaskedLanguageModel(wider, new JavaGemm()).layout();
    assertThatThrownBy(() -> read.parameters(other))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(
            "model.safetensors: bert.embeddings.word_embeddings.weight has shape [30, 12],"
                + " the configured model expects [31, 12]");
    ParameterLayout classifier = new SequenceClassifier(Batches.SMALL, 2, new JavaGemm()).layout();
    assertThatThrownBy(() -> read.parameters(classifier))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(
            "model.safetensors has no bert.pooler.dense.weight of shape [12, 12]");
  }

  @Test
  void refusesAFileCutAnywhere() throws IOException {
    byte[] bytes = written(Batches.parameters(LAYOUT));
    for (int length = 0; length < bytes.length; length += 97) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertOneLine(catchThrowable(() -> read(cut)));
      // As when the file shrinks after its length was asked for.
      assertOneLine(
          catchThrowable(
              () ->
                  Safetensors.read(
                      new ByteArrayInputStream(cut), bytes.length, "model.safetensors")));
    }
  }

  @Test
  void aFlippedBitInTheHeaderEndsInNothingButOneLine() throws IOException {
    float[] parameters = Batches.parameters(LAYOUT);
    byte[] bytes = written(parameters);
    int header = bytes.length - LAYOUT.size() * 4;
    for (int i = 0; i < header; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << CounterRandom.below(1, i, 7));
      Throwable thrown = catchThrowable(() -> read(flipped).parameters(LAYOUT));
      if (thrown != null) {
        assertOneLine(thrown);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]| is not a JSON object",
        "{\"a\"| is not JSON",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}}| places a of shape [2] at",
        "{\"a\":{\"dtype\":\"I8\",\"shape\":[8],\"data_offsets\":[0,8]}}| a holds I8, expected F32, F16 or BF16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}| places a of shape [3] at [0,8]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}| gives a the shape [-2]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}| begin at 4 where 0 is next",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}| its header says 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}| places a of shape [2] at",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}| lets b begin at 4 where 8 is next",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}| is not JSON",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,4294967295]}}| places a of shape",
      })
  void refusesADamagedHeader(String header, String reason) {
    Throwable thrown = catchThrowable(() -> read(file(header)));
    assertOneLine(thrown);
    assertThat(thrown).hasMessageContaining(reason.strip());
  }

  @Test
  void refusesAHeaderLengthWithoutAllocatingIt() {
    byte[] bytes = new byte[64];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE);
    assertOneLine(catchThrowable(() -> read(bytes)));
  }

  private static void assertOneLine(Throwable thrown) {
    assertThat(thrown).isInstanceOf(SunriseException.class);
    assertThat(thrown.getMessage()).startsWith("model.safetensors").doesNotContain("\n");
  }

  /** A file with a header and eight bytes of numbers. */
  private static byte[] file(String header) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[8 + json.length + 8];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    return bytes;
  }

  private static byte[] written(float[] parameters) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, LAYOUT, parameters, Map.of("step", "7"));
    return out.toByteArray();
  }

  private static NamedTensors read(byte[] bytes) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "model.safetensors");
  }
}
