package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.sunrise.TestTexts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreTokenizerTest {
  @Test
  void splitsTheSentenceOfTheTextbook() {
    assertThat(PreTokenizer.KEEP_CASE.words("The sun rises in the east."))
        .containsExactly("The", "sun", "rises", "in", "the", "east", ".");
    assertThat(PreTokenizer.LOWER_CASE.words("Élan VITAL!")).containsExactly("elan", "vital", "!");
    assertThat(PreTokenizer.LOWER_CASE_KEEP_ACCENTS.words("Élan कुल"))
        .containsExactly("élan", "कुल");
    assertThat(PreTokenizer.KEEP_CASE_STRIP_ACCENTS.words("Élan")).containsExactly("Elan");
  }

  @Test
  void splitsAsHuggingFacesTokenizersOfPythonDo() {
    String text = TestTexts.read("split.txt");
    assertThat(PreTokenizer.LOWER_CASE.words(text)).isEqualTo(TestTexts.lines("split-lower.txt"));
    assertThat(PreTokenizer.KEEP_CASE.words(text)).isEqualTo(TestTexts.lines("split-keep.txt"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AS_IT_IS")
  void splitsEveryCharacterAsTheLibraryDoes(PreTokenizer preTokenizer) {
    try (WordSpy library = new WordSpy(preTokenizer)) {
      StringBuilder text = new StringBuilder();
      for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
        // Characters added after Java's Unicode 13 may have a lower case.
        if (Character.isDefined(c) && c < 0xE0200 && Character.getType(c) != Character.SURROGATE) {
          text.append('a').appendCodePoint(c).append("b ");
        }
        if (text.length() > 4000 || c == Character.MAX_CODE_POINT) {
          assertThat(preTokenizer.words(text.toString()))
              .as("up to U+%X", c)
              .isEqualTo(library.words(text.toString()));
          text.setLength(0);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AS_IT_IS")
  void splitsNastyTextAsTheLibraryDoes(PreTokenizer preTokenizer) {
    Random random = new Random(11);
    try (WordSpy library = new WordSpy(preTokenizer)) {
      for (int i = 0; i < 5000; i++) {
        // The library's binding accepts no unpaired surrogates.
        String text =
            TestTexts.nasty(random).replaceAll("[\\x{D800}-\\x{DFFF}\\P{IsAssigned}]", "x");
        assertThat(preTokenizer.words(text)).as(text).isEqualTo(library.words(text));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOWER_CASE", "KEEP_CASE"})
  void doesNotSplitItsOwnWordsFurther(PreTokenizer preTokenizer) {
    Random random = new Random(12);
    for (int i = 0; i < 5000; i++) {
      for (String word : preTokenizer.words(TestTexts.nasty(random))) {
        if (!preTokenizer.words(word).equals(List.of(word))) {
          fail("splits %s into %s", word, preTokenizer.words(word));
        }
      }
    }
  }

  @Test
  void splitsForBytePairsAtContractionsAndKindsOfCharacters() {
    assertThat(PreTokenizer.KEEP_CASE_BYTES.words("\u00c9lan  don't\n'tis 3,000x"))
        .containsExactly(" \u00c9lan", " don", "'t", " '", "tis", " 3", ",", "000", "x");
  }

  @Test
  void takesLinearTimeForAMillionMarks() {
    assertThat(PreTokenizer.LOWER_CASE.words("a" + "\u0316\u0301".repeat(500_000)))
        .containsExactly("a");
  }

  /** The words of the library itself, observed through a model whose ids are bytes. */
  private static final class WordSpy implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    WordSpy(PreTokenizer preTokenizer) {
      StringBuilder vocabulary = new StringBuilder();
      for (int b = 0; b < 256; b++) {
        String token =
            preTokenizer.bytes()
                ? String.format(Locale.ROOT, "\\u%04x", (int) ByteAlphabet.of(b))
                : String.format(Locale.ROOT, "<0x%02X>", b);
        vocabulary
            .append(b == 0 ? "" : ",")
            .append(String.format(Locale.ROOT, "\"%s\":%d", token, b));
      }
      String pre =
          preTokenizer.bytes()
              ? "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},"
                  + "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,"
                  + "\"use_regex\":true}]}"
              : "{\"type\":\"BertPreTokenizer\"}";
      String json =
          """
          {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],
          "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
          "strip_accents":%s,"lowercase":%s},"pre_tokenizer":%s,
          "post_processor":null,"decoder":null,
          "model":{"type":"BPE","byte_fallback":%s,"vocab":{%s},"merges":[]}}
          """
              .formatted(
                  preTokenizer.stripsAccents(),
                  preTokenizer.lowers(),
                  pre,
                  !preTokenizer.bytes(),
                  vocabulary);
      NativeLibrary.prepare();
      try {
        tokenizer =
            HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                Map.of("truncation", "false", "padding", "false"));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    List<String> words(String text) {
      Encoding encoding = tokenizer.encode(text, false, false);
      List<ByteArrayOutputStream> words = new ArrayList<>();
      for (int i = 0; i < encoding.getIds().length; i++) {
        if (encoding.getWordIds()[i] == words.size()) {
          words.add(new ByteArrayOutputStream());
        }
        words.get(words.size() - 1).write((int) encoding.getIds()[i]);
      }
      return words.stream().map(word -> word.toString(StandardCharsets.UTF_8)).toList();
    }

    @Override
    public void close() {
      tokenizer.close();
    }
  }
}
