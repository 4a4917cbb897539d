package io.sunrise.preprocess;

import io.sunrise.SunriseException;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.PreprocessSettings.TokenizerSettings;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.data.Locations;
import io.sunrise.model.ModelFolder;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import io.sunrise.tokenizer.TokenizerTrainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The vocabulary, trained or given, and the files that hold it.
 *
 * @param tokens by id
 */
record Vocabulary(List<String> tokens, byte[] tokenizerJson, byte[] config) {
  static final String FILE = "tokenizer.json";

  /** Of the settings that a tokenizer was trained with, in the manifest. */
  private static final String SETTINGS_HASH = "tokenizerSettings";

  /** A million tokens take about 30 MB. */
  private static final long MAX_FILE_BYTES = 1 << 28;

  /**
   * The minimum count of a word for training; subword tokenizers use all words, for their pairs.
   */
  static long rarestLearned(TokenizerSettings settings) {
    return settings.type() == TokenizerType.WORDS ? settings.minFrequency() : 1;
  }

  static Vocabulary train(WordCounts words, PreprocessSettings settings, StageRun run) {
    long start = System.nanoTime();
    requirePossible(settings.tokenizer());
    byte[] json = train(words, settings.tokenizer());
    Vocabulary vocabulary = of(json, settings);
    if (vocabulary.tokens.size() <= SpecialTokens.count()) {
      throw SunriseException.of(
          "no word occurs %d times in the %d words of the documents; collect more text or lower"
              + " preprocess.tokenizer.min-frequency",
          settings.tokenizer().minFrequency(), words.words());
    }
    run.console()
        .line(
            String.format(
                Locale.ROOT,
                "  training the tokenizer: %,d tokens of %,d words in %.1f s",
                vocabulary.tokens.size(),
                words.frequent().size(),
                (System.nanoTime() - start) / 1e9));
    if (vocabulary.tokens.size() < settings.tokenizer().vocabularySize()) {
      run.console()
          .line(
              String.format(
                  Locale.ROOT,
                  "  that is less than preprocess.tokenizer.vocabulary-size = %,d: the text has no"
                      + " more %s that occur min-frequency = %d times",
                  settings.tokenizer().vocabularySize(),
                  settings.tokenizer().type() == TokenizerType.WORDS ? "words" : "parts of words",
                  settings.tokenizer().minFrequency()));
    }
    return vocabulary;
  }

  private static byte[] train(WordCounts words, TokenizerSettings settings) {
    PreTokenizer splitting = PreTokenizer.of(settings);
    Map<String, Long> counts = words.frequent();
    int size = settings.vocabularySize();
    long rarest = settings.minFrequency();
    return switch (settings.type()) {
      case WORDS -> TokenizerJson.words(TokenizerTrainer.words(counts, size, rarest), splitting);
      case SUBWORDS ->
          TokenizerJson.subwords(TokenizerTrainer.subwords(counts, size, rarest), splitting);
      case BPE ->
          TokenizerJson.bytePairs(TokenizerTrainer.bytePairs(counts, size, rarest), splitting);
    };
  }

  /** Refuses a size that no text can fill. */
  static void requirePossible(TokenizerSettings settings) {
    if (settings.file().isEmpty()
        && settings.type() == TokenizerType.BPE
        && settings.vocabularySize() < TokenizerTrainer.smallestBytePairs()) {
      throw SunriseException.of(
          "preprocess.tokenizer.vocabulary-size is %d, but bpe begins with %d ids; raise it",
          settings.vocabularySize(), TokenizerTrainer.smallestBytePairs());
    }
  }

  /** The vocabulary of the configured file, if there is one. */
  static Optional<Vocabulary> given(PreprocessSettings settings, SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return settings.tokenizer().file().map(file -> of(given(file, hadoop), settings));
  }

  /** The vocabulary to use: the given one, else the one of the last run if it is to be kept. */
  static Optional<Vocabulary> present(PreprocessSettings settings, StageRun run)
      throws IOException {
    Optional<Vocabulary> given = given(settings, run.spark());
    return given.isPresent() ? given : kept(settings, run);
  }

  private static Optional<Vocabulary> kept(PreprocessSettings settings, StageRun run)
      throws IOException {
    String hash = StageRun.hashOf(settings.tokenizer());
    run.value(SETTINGS_HASH, hash);
    if (!settings.tokenizer().keep() || run.committed().isEmpty()) {
      return Optional.empty();
    }
    if (!run.committed().get().values().path(SETTINGS_HASH).asText().equals(hash)) {
      run.console().line("  preprocess.tokenizer changed, so a new tokenizer is trained");
      return Optional.empty();
    }
    run.verifyCommitted();
    run.console().line("  the tokenizer stays as it was");
    Path file = new Path(run.committed(FILE));
    return Optional.of(of(read(file, run.fileSystem()), settings));
  }

  private static byte[] given(String file, Configuration hadoop) {
    Path path = Locations.of(file);
    try {
      FileSystem fileSystem = Locations.fileSystem(path, hadoop);
      return fileSystem.getFileStatus(path).isDirectory()
          ? ModelFolder.encoder(fileSystem, path.toString(), 2).tokenizerJson()
          : TokenizerJson.adopt(read(path, fileSystem), file);
    } catch (IOException e) {
      throw new SunriseException(
          file + ": cannot be read: " + e.getMessage() + "; check preprocess.tokenizer.file", e);
    }
  }

  private static byte[] read(Path file, FileSystem fileSystem) throws IOException {
    long length = fileSystem.getFileStatus(file).getLen();
    if (length > MAX_FILE_BYTES) {
      throw SunriseException.of(
          "%s: %d bytes, expected a tokenizer.json of at most %d; check"
              + " preprocess.tokenizer.file",
          file, length, MAX_FILE_BYTES);
    }
    try (var in = fileSystem.open(file)) {
      return in.readAllBytes();
    }
  }

  private static Vocabulary of(byte[] tokenizerJson, PreprocessSettings settings) {
    Tokenizer tokenizer = Tokenizer.shared(tokenizerJson, FILE);
    return new Vocabulary(
        tokenizer.vocabulary(),
        tokenizerJson,
        TokenizerJson.config(tokenizer.preTokenizer(), settings.maxTokens()));
  }

  /** Writes the tokenizer's files, with the cleaning that was applied to its training text. */
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
