package io.sunrise.preprocess;

import io.sunrise.SunriseException;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.PreprocessSettings.TokenizerSettings;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.stage.StageRun;
import io.sunrise.text.PreTokenizer;
import io.sunrise.text.SpecialTokens;
import io.sunrise.text.TextCleaner;
import io.sunrise.text.Tokenizer;
import io.sunrise.text.TokenizerJson;
import io.sunrise.text.TokenizerTrainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * The trained vocabulary and the files that hold it.
 *
 * @param tokens by id
 */
record Vocabulary(List<String> tokens, byte[] tokenizerJson, byte[] config) {
  static final String FILE = "tokenizer.json";

  static Vocabulary train(WordCounts words, PreprocessSettings settings, StageRun run) {
    TokenizerSettings tokenizer = settings.tokenizer();
    long start = System.nanoTime();
    boolean subwords = tokenizer.type() == TokenizerType.SUBWORDS;
    int size = tokenizer.vocabularySize();
    List<String> tokens =
        subwords
            ? TokenizerTrainer.subwords(words.frequent(), size, tokenizer.minFrequency())
            : TokenizerTrainer.words(words.frequent(), size, tokenizer.minFrequency());
    if (tokens.size() <= SpecialTokens.SPELLINGS.size()) {
      throw SunriseException.of(
          "no word occurs %d times in the %d words of the documents; collect more text or lower"
              + " preprocess.tokenizer.min-frequency",
          tokenizer.minFrequency(), words.words());
    }
    run.console()
        .line(
            String.format(
                Locale.ROOT,
                "  training the tokenizer: %,d tokens of %,d words in %.1f s",
                tokens.size(),
                words.frequent().size(),
                (System.nanoTime() - start) / 1e9));
    PreTokenizer splitting = PreTokenizer.of(tokenizer.lowerCase());
    return new Vocabulary(
        tokens,
        subwords
            ? TokenizerJson.subwords(tokens, splitting)
            : TokenizerJson.words(tokens, splitting),
        TokenizerJson.config(splitting, settings.maxTokens()));
  }

  /** The tokenizer's files, and how the text was cleaned that it learned from. */
  void write(TextCleaner cleaner, StageRun run) throws IOException {
    write(run, TextCleaner.FILE, cleaner.toJson());
    write(run, FILE, tokenizerJson);
    write(run, "tokenizer_config.json", config);
    write(run, "vocab.txt", TokenizerJson.vocabularyText(tokens));
  }

  private static void write(StageRun run, String name, byte[] bytes) throws IOException {
    try (var out = run.fileSystem().create(new Path(run.output(name)), true)) {
      out.write(bytes);
    }
  }

  Tokenizer tokenizer() {
    return Tokenizer.shared(tokenizerJson, FILE);
  }
}
