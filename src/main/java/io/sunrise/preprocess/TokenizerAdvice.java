package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;

import io.sunrise.config.PreprocessSettings.TokenizerSettings;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.console.Console;
import io.sunrise.data.Schemas;
import io.sunrise.tokenizer.LostMarks;
import io.sunrise.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Warns of text that the tokenizer's settings harm, judged by a sample of it. */
final class TokenizerAdvice {
  private static final int TEXTS = 1000;
  private static final int CHARACTERS = 1000;
  private static final double MANY_UNKNOWN = 0.02;
  private static final double MANY_MARKS = 0.005;
  private static final int SHOWN_CHARACTERS = 40;

  private final TokenizerSettings settings;
  private final Tokenizer tokenizer;
  private final LostMarks lost = new LostMarks();
  private long characters;
  private long unknown;
  private String example = "";

  private TokenizerAdvice(TokenizerSettings settings, Tokenizer tokenizer) {
    this.settings = settings;
    this.tokenizer = tokenizer;
  }

  /** The beginnings of about a thousand texts from everywhere in the dataset. */
  static List<String> sample(Dataset<Row> texts, long documents, long seed) {
    return texts
        .sample(Math.min(1, 2.0 * TEXTS / Math.max(1, documents)), seed)
        .select(substring(col(Schemas.TEXT), 1, CHARACTERS))
        .as(Encoders.STRING())
        .takeAsList(TEXTS);
  }

  static void print(
      List<String> sample, TokenizerSettings settings, Tokenizer tokenizer, Console console) {
    TokenizerAdvice advice = new TokenizerAdvice(settings, tokenizer);
    sample.forEach(advice::add);
    double share = (double) advice.unknown / Math.max(1, advice.characters);
    if (share > MANY_UNKNOWN) {
      console.line(
          String.format(
              Locale.ROOT,
              "  warning: %.1f %% of the text is in words that are unknown to the tokenizer, such"
                  + " as \"%s\": %s",
              100 * share,
              advice.example,
              advice.remedy()));
    }
    if (tokenizer.preTokenizer().stripsAccents() && advice.lost.share() > MANY_MARKS) {
      console.line(
          String.format(
              Locale.ROOT,
              "  warning: %.1f %% of the letters lose an accent, umlaut or vowel sign (%s): %s",
              100 * advice.lost.share(),
              advice.lost.example(),
              settings.file().isPresent()
                  ? "choose another preprocess.tokenizer.file, or train one"
                  : "preprocess.tokenizer.strip-accents = false keeps them"));
    }
  }

  private void add(String text) {
    lost.add(text);
    int unk = tokenizer.special().unk();
    for (String word : tokenizer.preTokenizer().words(text)) {
      characters += word.length();
      if (Arrays.stream(tokenizer.encode(word)).anyMatch(id -> id == unk)) {
        unknown += word.length();
        example = example.isEmpty() ? StringUtils.abbreviate(word, SHOWN_CHARACTERS) : example;
      }
    }
  }

  private String remedy() {
    if (settings.file().isPresent()) {
      return "choose another preprocess.tokenizer.file, or train one";
    }
    return settings.type() == TokenizerType.WORDS
        ? "raise preprocess.tokenizer.vocabulary-size, or set preprocess.tokenizer.type = subwords"
        : "preprocess.tokenizer.type = bpe knows every text, also of scripts without spaces";
  }
}
