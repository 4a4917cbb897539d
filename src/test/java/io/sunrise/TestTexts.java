package io.sunrise;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.sunrise.tokenizer.NativeLibrary;
import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import io.sunrise.tokenizer.TokenizerTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fixtures and seeded nasty strings. */
public final class TestTexts {
  private static final String[] PIECES = {
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u0000",
    "\u0085",
    "\u0096",
    "\u0081",
    "a",
    "B",
    "word",
    "The",
    "i",
    "I",
    ".",
    "!",
    "?",
    ",",
    ";",
    "&",
    "&amp;",
    "&lt;",
    "&gt;",
    "&#60;",
    "&#x3e;",
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "&#59",
    "amp;",
    "lt;",
    "#",
    "# ",
    "##",
    "> ",
    "<",
    ">",
    "/",
    "<b>",
    "</b>",
    "<br />",
    "<p>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<style",
    "<a href='x'>",
    "\"",
    "'",
    "''",
    "'''",
    "=",
    "==",
    "*",
    "**",
    "_",
    "__",
    "[",
    "[[",
    "]",
    "]]",
    "|",
    "(",
    ")",
    "](",
    "http",
    "![",
    "{",
    "{{",
    "}",
    "}}",
    "é",
    "e\u0301",
    "\u0301",
    "\u0338",
    "\u037e",
    "\u1fef",
    "\u0316",
    "\u0344",
    "\ud800",
    "\udc00",
    "😀",
    "中",
    "。",
    "한",
    "ﬁ",
    "İ",
    "Σ",
    "\u08d3",
    "\ud806\udd38",
    "\u202e",
    "\u0f73",
    "\ufffd",
    "\uffff",
    "\ue000",
    "-",
    "…",
    "—",
    "Mr.",
    "e.g.",
    "U.S.",
    "[MASK]",
    "[SEP]"
  };

  private TestTexts() {}

  /** A string of up to 40 pieces, mostly such as break things. */
  public static String nasty(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      if (random.nextInt(8) == 0) {
        text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x3000 : 0x110000));
      } else {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }

  public static String read(String name) {
    try (InputStream in = TestTexts.class.getResourceAsStream("/text/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> lines(String name) {
    return List.of(read(name).split("\n"));
  }

  public static Map<String, Long> wordCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String line : lines("word-counts.tsv")) {
      String[] fields = line.split("\t");
      counts.put(fields[0], Long.valueOf(fields[1]));
    }
    return counts;
  }

  /** A small English vocabulary of subwords. */
  public static byte[] subwords(PreTokenizer preTokenizer) {
    return TokenizerJson.subwords(
        TokenizerTrainer.subwords(english(preTokenizer), 200, 2), preTokenizer);
  }

  /** A small English vocabulary of byte pairs. */
  public static byte[] bytePairs(PreTokenizer preTokenizer) {
    return TokenizerJson.bytePairs(
        TokenizerTrainer.bytePairs(english(preTokenizer), 400, 2), preTokenizer);
  }

  private static Map<String, Long> english(PreTokenizer preTokenizer) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String word :
        preTokenizer.words(
            "The sun rises in the east. It sets in the west, and the moon rises; then it was"
                + " night! Was it not a good film? [ ] Mr. Smith, who is the one we all know."
                + " UNAFFABLE sunrise sunset the sun rises in the east it sets in the west and the"
                + " moon rises then it was night was it not a good film yes any")) {
      counts.merge(word, 1L, Long::sum);
    }
    return counts;
  }

  /** Hugging Face's library on a tokenizer.json. */
  public static HuggingFaceTokenizer library(byte[] json) throws IOException {
    NativeLibrary.prepare();
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"));
  }
}
