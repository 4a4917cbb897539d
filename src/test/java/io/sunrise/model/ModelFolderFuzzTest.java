package io.sunrise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sunrise.SunriseException;
import io.sunrise.config.Settings.EncoderArchitecture;
import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.config.Settings.ModelSize;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.Pooling;
import io.sunrise.nn.RowEmbedder;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of downloaded models that are cut, changed or hostile: read, or refused in one line. */
class ModelFolderFuzzTest {
  private static final Path MODELS = Path.of("src/test/resources/downloaded");
  private static final int ROUNDS = 80;

  /** Values that readers like to take for sizes, and the ends of strings. */
  private static final List<String> PIECES =
      List.of(
          "0",
          "-1",
          "1e9",
          "2147483647",
          "99999999999999999999",
          "0.5",
          "NaN",
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "[[[[",
          "\"",
          "\\ud800",
          "\u0000",
          "\n",
          ",",
          "}");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "bert, config.json",
    "modernbert-bytes, config.json",
    "bert, model.safetensors",
    "modernbert-bytes, model.safetensors",
    "minilm, model.safetensors.index.json"
  })
  void whateverIsInAFileTheWeightsAreReadOrRefused(String model, String file) throws IOException {
    copy(MODELS.resolve(model));
    byte[] good = Files.readAllBytes(folder.resolve(file));
    Random random = new Random(file.hashCode() + model.hashCode());
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(good, random);
      Files.write(folder.resolve(file), changed);
      read += isReadOrRefused(this::readWeights, changed) ? 1 : 0;
    }
    // Of bits that decide nothing there are some, and most others are found.
    assertThat(read).isBetween(1, ROUNDS / 2 + ROUNDS / 4);
  }

  @ParameterizedTest
  @CsvSource({"bert", "modernbert-bytes"})
  void whateverIsInATokenizerItIsReadOrRefused(String model) throws IOException {
    byte[] good = Files.readAllBytes(MODELS.resolve(model).resolve(TextEncoder.FILE));
    Random random = new Random(model.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(good, random);
      isReadOrRefused(
          () -> {
            byte[] ours = TokenizerJson.adopt(changed, "tokenizer.json");
            int[] ids = Tokenizer.load(ours, "ours").encode("The [MASK]  films, unlikely \u00e9");
            assertThat(ids.length).isLessThan(100);
          },
          changed);
    }
  }

  @Test
  void whateverIsInAVocabularyItIsReadOrRefused() throws IOException {
    byte[] good = Files.readAllBytes(MODELS.resolve("minilm/vocab.txt"));
    Random random = new Random(5);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(good, random);
      String text = new String(changed, StandardCharsets.UTF_8);
      isReadOrRefused(
          () -> {
            byte[] ours = TokenizerJson.ofVocabulary(text, true, true, "vocab.txt");
            Tokenizer.load(ours, "ours").encode("the films");
          },
          changed);
    }
  }

  /** Whether it was read; fails if it was neither read nor refused in one line. */
  private static boolean isReadOrRefused(Runnable reading, byte[] file) {
    try {
      assertTimeoutPreemptively(Duration.ofSeconds(20), reading::run);
      return true;
    } catch (SunriseException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(2000);
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(new String(file, StandardCharsets.ISO_8859_1), e);
    }
  }

  private void readWeights() {
    ModelSettings settings =
        new ModelSettings(
            EncoderArchitecture.MODERNBERT,
            ModelSize.TINY,
            0.1,
            Optional.of(folder.toAbsolutePath().toString()));
    StartingModel model = StartingModel.of(settings, new Configuration()).orElseThrow();
    ParameterLayout layout =
        new RowEmbedder(model.config(), Pooling.MEAN, GemmProvider.choose("java")).layout();
    // The stages compare the memory of a model with the heap before they train it.
    model.parameters(layout, new float[Math.min(layout.size(), 1 << 20)]);
  }

  private static byte[] changed(byte[] good, Random random) {
    byte[] changed = good.clone();
    int at = random.nextInt(good.length);
    switch (random.nextInt(5)) {
      case 0 -> changed = Arrays.copyOf(good, at);
      case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> changed[at] = (byte) random.nextInt(256);
      case 3 -> changed = replaced(good, at, at, piece(random));
      default -> changed = replaced(good, at, value(good, at), piece(random));
    }
    return changed;
  }

  private static byte[] piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** The end of the word or number at a place. */
  private static int value(byte[] good, int at) {
    int end = at;
    while (end < good.length && (Character.isLetterOrDigit(good[end]) || good[end] == '.')) {
      end++;
    }
    return end;
  }

  private static byte[] replaced(byte[] good, int from, int to, byte[] piece) {
    byte[] changed = new byte[good.length - (to - from) + piece.length];
    System.arraycopy(good, 0, changed, 0, from);
    System.arraycopy(piece, 0, changed, from, piece.length);
    System.arraycopy(good, to, changed, from + piece.length, good.length - to);
    return changed;
  }

  private void copy(Path model) throws IOException {
    FileUtils.copyDirectory(model.toFile(), folder.toFile());
  }
}
