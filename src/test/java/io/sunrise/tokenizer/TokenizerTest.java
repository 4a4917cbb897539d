package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.TestTexts;
import io.sunrise.demo.GeneratedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {
  private static final byte[] SUBWORDS = TestTexts.subwords(PreTokenizer.LOWER_CASE);
  private static final Tokenizer TOKENIZER = Tokenizer.shared(SUBWORDS, "tokenizer.json");

  @Test
  void encodesSubwords() {
    assertThat(TOKENIZER.tokens(TOKENIZER.encode("The sunny East.")))
        .containsExactly("the", "sun", "##n", "##y", "east", ".");
  }

  @Test
  void encodesWords() {
    List<String> vocabulary =
        TokenizerTrainer.words(Map.of("The", 2L, "sun", 3L, "rises", 1L, ".", 4L), 100, 2);
    byte[] json = TokenizerJson.words(vocabulary, PreTokenizer.KEEP_CASE);
    Tokenizer words = Tokenizer.load(json, "tokenizer.json");
    assertThat(words.tokens(words.encode("The sun rises.")))
        .containsExactly("The", "sun", "[UNK]", ".");
    assertThat(words.vocabulary()).isEqualTo(vocabulary);
    assertThat(words.preTokenizer()).isEqualTo(PreTokenizer.KEEP_CASE);
  }

  @Test
  void encodesBytePairs() {
    Tokenizer tokenizer =
        Tokenizer.load(TestTexts.bytePairs(PreTokenizer.KEEP_CASE_BYTES), "tokenizer.json");
    assertThat(tokenizer.tokens(tokenizer.encode("the sun  sets, \u00e9")))
        .containsExactly("\u0120the", "\u0120sun", "\u0120sets", ",", "\u0120", "\u00c3", "\u00a9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"add_prefix_space\": false|\"add_prefix_space\": true|pre_tokenizer.add_prefix_space true, expected false",
        "\"ignore_merges\": false|\"ignore_merges\": true|model.ignore_merges true, expected false",
        "\"single_word\": false|\"single_word\": true|added_tokens.0.single_word true, expected false",
        "\"[MASK]\"|\"[HIDDEN]\"|has no [MASK] in added_tokens",
        "\"id\": 345|\"id\": 7|'[unused0]' the id 7, expected each of 0 to 345 once",
        "\"dropout\": null|\"dropout\": 0.1|model.dropout 0.1, expected null",
      })
  void refusesBytesOfOthersThatItCannotEncode(String from, String to, String message)
      throws IOException {
    String json = new String(bytesOfOthers(), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    assertThatThrownBy(
            () ->
                TokenizerJson.adopt(
                    json.replace(from, to).getBytes(StandardCharsets.UTF_8), "theirs"))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("theirs")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void takesNoLongerThanItsLengthForAWordOfAMillionLetters() {
    Tokenizer tokenizer =
        Tokenizer.load(TestTexts.bytePairs(PreTokenizer.LOWER_CASE_BYTES), "tokenizer.json");
    assertThat(tokenizer.encode("then".repeat(250_000))).isNotEmpty();
  }

  @Test
  void readsMergesInEitherSpelling() throws IOException {
    byte[] json = TestTexts.bytePairs(PreTokenizer.LOWER_CASE_BYTES);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode root = mapper.readTree(json);
    ArrayNode listed = mapper.createArrayNode();
    for (JsonNode merge : root.at("/model/merges")) {
      String[] pair = merge.asText().split(" ");
      listed.addArray().add(pair[0]).add(pair[1]);
    }
    ((ObjectNode) root.get("model")).set("merges", listed);
    byte[] newer = mapper.writeValueAsBytes(root);
    assertThat(Tokenizer.load(newer, "x").encode("the sunset"))
        .isEqualTo(Tokenizer.load(json, "x").encode("the sunset"))
        .hasSizeLessThan(10);
  }

  /** A tokenizer.json of every type. */
  static Stream<byte[]> kinds() throws IOException {
    return Stream.concat(
        ofOurs(), Stream.of(bytesOfOthers(), TokenizerJson.adopt(bytesOfOthers(), "theirs")));
  }

  /** With the parts of ModernBERT's. */
  private static byte[] bytesOfOthers() throws IOException {
    return Files.readAllBytes(
        Path.of("src/test/resources/downloaded/modernbert-bytes/tokenizer.json"));
  }

  private static Stream<byte[]> ofOurs() {
    return Arrays.stream(PreTokenizer.values())
        .filter(splitting -> splitting != PreTokenizer.AS_IT_IS)
        .flatMap(
            splitting ->
                splitting.bytes()
                    ? Stream.of(TestTexts.bytePairs(splitting))
                    : Stream.of(
                        TestTexts.subwords(splitting),
                        TokenizerJson.words(
                            Tokenizer.load(TestTexts.subwords(splitting), "").vocabulary(),
                            splitting)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void givesTheIdsThatHuggingFacesLibraryGives(byte[] json) throws IOException {
    Random random = new Random(21);
    Tokenizer tokenizer = Tokenizer.load(json, "tokenizer.json");
    // The library takes marks that are newer than its tables for letters, which NFC does not order.
    boolean orders = tokenizer.preTokenizer() == PreTokenizer.AS_IT_IS;
    String unknown =
        orders
            ? "[\\x{D800}-\\x{DFFF}\\P{IsAssigned}[\\p{M}&&[^\\u0300-\\u036F]]]"
            : "[\\x{D800}-\\x{DFFF}\\P{IsAssigned}]";
    try (HuggingFaceTokenizer library = TestTexts.library(json)) {
      for (int i = 0; i < 5000; i++) {
        String text =
            i % 4 == 0
                ? new GeneratedText(21, List.of()).document(i)
                : TestTexts.nasty(random).replaceAll(unknown, "x");
        assertThat(Arrays.stream(tokenizer.encode(text)).asLongStream().toArray())
            .as(text)
            .isEqualTo(library.encode(text, false, false).getIds());
      }
    }
  }

  @Test
  void givesTheSameIdsWithMoreWordsThanTheCacheHolds() {
    int[] expected = TOKENIZER.encode("The sun rises in the east.");
    Tokenizer fresh = Tokenizer.load(SUBWORDS, "tokenizer.json");
    for (int i = 0; i < 600_000; i += 1000) {
      StringBuilder numbers = new StringBuilder();
      for (int n = i; n < i + 1000; n++) {
        numbers.append(n).append(' ');
      }
      fresh.encode(numbers.toString());
    }
    assertThat(fresh.encode("The sun rises in the east.")).isEqualTo(expected);
  }

  @Test
  void stopsAtTheRequestedNumberOfIds() {
    String text = "The sun rises in the east.";
    assertThat(TOKENIZER.encode(text, 3)).isEqualTo(Arrays.copyOf(TOKENIZER.encode(text), 3));
    assertThat(TOKENIZER.encode(text, 100)).isEqualTo(TOKENIZER.encode(text));
  }

  @Test
  void encodesSpecialTokensInTheTextAsSpecialTokens() {
    assertThat(TOKENIZER.encode("the [MASK] rises"))
        .containsSequence(SpecialTokens.FIRST.mask())
        .doesNotContain(SpecialTokens.FIRST.unk());
  }

  @Test
  void neverTruncates() {
    assertThat(TOKENIZER.encode("sun ".repeat(10_000))).hasSize(10_000);
  }

  @Test
  void encodesAWordOfMoreThanAHundredCharactersAsUnknown() {
    assertThat(TOKENIZER.encode("s".repeat(101))).containsExactly(SpecialTokens.FIRST.unk());
  }

  @Test
  void knowsWhichIdsContinueAWord() {
    int[] ids = TOKENIZER.encode("sunthe sun");
    String[] tokens = TOKENIZER.tokens(ids);
    assertThat(tokens).contains("sun").anyMatch(token -> token.startsWith("##"));
    for (int i = 0; i < ids.length; i++) {
      assertThat(TOKENIZER.continuations().continuing().get(ids[i]))
          .isEqualTo(tokens[i].startsWith("##"));
    }
    assertThat(TOKENIZER.continuations().continuing().get(0, 5).isEmpty()).isTrue();
  }

  @Test
  void givesThreadsTheSameIds() {
    int[] expected = TOKENIZER.encode("It was a good film.");
    Tokenizer fresh = Tokenizer.load(SUBWORDS, "tokenizer.json");
    IntStream.range(0, 64)
        .parallel()
        .forEach(i -> assertThat(fresh.encode("It was a good film.")).isEqualTo(expected));
  }

  @Test
  void sharesOneTokenizerForTheSameBytes() {
    assertThat(Tokenizer.shared(SUBWORDS.clone(), "copy.json")).isSameAs(TOKENIZER);
  }

  @Test
  void writesTheSameBytesAgain() {
    assertThat(TestTexts.subwords(PreTokenizer.LOWER_CASE)).isEqualTo(SUBWORDS);
    assertThat(TokenizerJson.subwords(TOKENIZER.vocabulary(), TOKENIZER.preTokenizer()))
        .isEqualTo(SUBWORDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BertNormalizer | Lowercase | has normalizer.type \"Lowercase\", expected BertNormalizer",
        "\"lowercase\" : true | \"lowercase\" : 1 | has normalizer.lowercase 1, expected true or false",
        "BertPreTokenizer | Whitespace | has pre_tokenizer.type \"Whitespace\", expected",
        "\"WordPiece\",\\n    \"unk | \"Unigram\",\\n    \"unk | has model.type \"Unigram\", expected Word",
        "\"WordPiece\",\\n    \"unk | \"BPE\",\\n    \"unk | has pre_tokenizer.type \"BertPreTokenizer\", exp",
        "\"[CLS]\" : 2 | \"[CLZ]\" : 2 | has no [CLS] in its vocabulary",
        "\"content\" : \"[SEP]\" | \"content\" : \"[SEQ]\" | has added_tokens.3.content \"[SEQ]\"",
        "\"the\" : | \"sun\" : | is not JSON (Duplicate field 'sun'",
        "\"[MASK]\" : 4 | \"[MASK]\" : 5 | id 5, expected each of 0 to",
        "\"vocab\" : { | \"vocab\" : x | is not JSON (Unrecognized token 'x'",
      })
  void refusesADamagedOrForeignFileInOneLine(String from, String to, String reason) {
    String json = new String(SUBWORDS, StandardCharsets.UTF_8);
    String damaged = json.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    assertThat(damaged).isNotEqualTo(json);
    assertThatThrownBy(() -> load(damaged.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("work/tokenizer.json ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("run preprocess again")
        .hasMessageNotContaining("\n");
  }

  @Test
  void opensOrRefusesInOneLineAFileWithAnyBitFlipped() {
    Random random = new Random(22);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = SUBWORDS.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        load(damaged);
      } catch (SunriseException e) {
        assertThat(e.getMessage()).startsWith("work/tokenizer.json ").doesNotContain("\n");
      }
    }
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> load(new byte[0]))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("work/tokenizer.json");
  }

  private static void load(byte[] json) {
    assertThat(Tokenizer.load(json, "work/tokenizer.json").vocabularySize()).isPositive();
  }
}
