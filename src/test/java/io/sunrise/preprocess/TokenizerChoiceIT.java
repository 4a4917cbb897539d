package io.sunrise.preprocess;

import static io.sunrise.preprocess.PreprocessTesting.assertRefused;
import static io.sunrise.preprocess.PreprocessTesting.collected;
import static io.sunrise.preprocess.PreprocessTesting.ids;
import static io.sunrise.preprocess.PreprocessTesting.preprocess;
import static io.sunrise.preprocess.PreprocessTesting.tokenizer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.StageTesting;
import io.sunrise.config.Names;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.config.TestSettings;
import io.sunrise.stage.Manifest;
import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Byte pairs, and tokenizers that are given. */
class TokenizerChoiceIT {
  @TempDir private Path folder;

  @Test
  void nothingIsUnknownToBytePairs() throws IOException {
    StageTesting stages =
        collected(folder, "The sun rises in the east \uD83D\uDE00 and sets.", "The sun.");
    Manifest manifest = preprocess(stages, settings(Optional.empty(), TokenizerType.BPE));
    Tokenizer tokenizer = tokenizer(stages);
    assertThat(manifest.values().path("unknownShare").asDouble()).isZero();
    assertThat(manifest.values().at("/frequentTokens/0/count").asLong()).isEqualTo(2);
    assertThat(manifest.values().path("frequentTokens")).hasSizeBetween(5, 20);
    List<Row> rows = stages.rows("preprocess/tokens");
    assertThat(rows).hasSize(2);
    assertThat(rows)
        .allSatisfy(row -> assertThat(tokenizer.tokens(ids(row))).contains("\u0120The"));
  }

  @Test
  void aGivenTokenizerKeepsItsIds() throws IOException {
    StageTesting stages = collected(folder, "The sun rises in the east.", "It sets in the west.");
    Path file = folder.resolve("given.json");
    List<String> vocabulary = new ArrayList<>(List.of("the", "sun", "##s", ".", "we"));
    vocabulary.addAll(SpecialTokens.SPELLINGS);
    Files.write(file, foreign(vocabulary));
    Manifest manifest = preprocess(stages, given(file));
    assertThat(manifest.inputs()).containsKey(file.toString());
    Tokenizer tokenizer = tokenizer(stages);
    assertThat(tokenizer.vocabulary()).containsExactlyElementsOf(vocabulary);
    assertThat(tokenizer.special()).isEqualTo(new SpecialTokens(5, 6, 7, 8, 9));
    assertThat(stages.rows("preprocess/tokens"))
        .extracting(row -> String.join(" ", tokenizer.tokens(ids(row))))
        .containsExactlyInAnyOrder(
            "[CLS] the sun [UNK] [UNK] the [UNK] . [SEP]",
            "[CLS] [UNK] [UNK] [UNK] the [UNK] . [SEP]");
    assertThat(manifest.values().path("words").asLong()).isEqualTo(13);
  }

  @Test
  void aTokenizerFileThatCannotBeUsedIsOneLine() throws IOException {
    StageTesting stages = collected(folder, "one two three", "four");
    Path file = folder.resolve("given.json");
    Files.write(file, foreign(List.of("a", "[PAD]", "[UNK]", "[CLS]", "[SEP]")));
    assertRefused(stages, given(file), file.toString(), "has no [MASK]", "leave it out");
    Files.writeString(file, "{}");
    assertRefused(stages, given(file), "has model.type nothing, expected WordPiece");
    Files.delete(file);
    assertRefused(stages, given(file), file.toString(), "no such file");
  }

  @Test
  void warnsOfTextThatTheTokenizerHarmsAndNamesTheSettingThatHelps() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add("Das schöne Mädchen hört Nummer " + i + " über " + "กินข้าวเช้า".repeat(8 + i % 9));
    }
    StageTesting stages =
        PreprocessTesting.collected(folder.resolve("harmed"), lines.toArray(String[]::new));
    PreprocessTesting.preprocess(stages, settings("type = subwords"));
    assertThat(stages.printed())
        .contains("% of the text is in words that are unknown to the tokenizer")
        .contains("preprocess.tokenizer.type = bpe knows every text")
        .contains("ö becomes o")
        .contains("preprocess.tokenizer.strip-accents = false keeps them");

    StageTesting bytes =
        PreprocessTesting.collected(folder.resolve("bytes"), lines.toArray(String[]::new));
    PreprocessTesting.preprocess(bytes, settings("type = bpe, strip-accents = false"));
    assertThat(bytes.printed()).doesNotContain("warning");
    assertThat(PreprocessTesting.tokenizer(bytes).preTokenizer())
        .isEqualTo(PreTokenizer.LOWER_CASE_KEEP_ACCENTS_BYTES);
  }

  private static PreprocessSettings settings(String tokenizer) {
    return TestSettings.preprocess(
        "tokenizer { "
            + tokenizer
            + ", vocabulary-size = 500, min-frequency = 1 }, near-duplicates.enabled = false,"
            + " output-files = 1");
  }

  /** A tokenizer.json whose special tokens stand where the list has them. */
  private static byte[] foreign(List<String> vocabulary) throws IOException {
    List<String> ours = new ArrayList<>(SpecialTokens.SPELLINGS);
    ObjectMapper json = new ObjectMapper();
    ObjectNode root =
        (ObjectNode) json.readTree(TokenizerJson.subwords(ours, PreTokenizer.LOWER_CASE));
    ObjectNode ids = ((ObjectNode) root.get("model")).putObject("vocab");
    vocabulary.forEach(token -> ids.put(token, vocabulary.indexOf(token)));
    root.get("added_tokens")
        .forEach(
            token ->
                ((ObjectNode) token).put("id", vocabulary.indexOf(token.get("content").asText())));
    return json.writeValueAsBytes(root);
  }

  private static PreprocessSettings given(Path file) {
    return settings(Optional.of(file.toString()), TokenizerType.SUBWORDS);
  }

  private static PreprocessSettings settings(Optional<String> file, TokenizerType type) {
    String given = file.map(path -> "file = \"" + path + "\", ").orElse("");
    return TestSettings.preprocess(
        String.format(
            "tokenizer { %stype = %s, vocabulary-size = 500, lower-case = false, min-frequency = 1 },"
                + " min-tokens = 2, output-files = 1",
            given, Names.kebab(type.name())));
  }
}
