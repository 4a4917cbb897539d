package io.sunrise.preprocess;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.cleaning.filter.DocumentFilter;
import io.sunrise.config.TestSettings;
import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.SentenceCutter;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import io.sunrise.tokenizer.TokenizerTrainer;
import io.sunrise.tokenizer.WordCounter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Measures what text goes through, on one thread: {@code CorpusBench CORPUS OUT [MEGABYTES]}.
 * CORPUS is a folder of JSON Lines with a field text, or of files that are a text each, plain or
 * gzip. MB is a million bytes of UTF-8. Leaves in OUT what tokenizers_beside_ours.py compares with.
 */
public final class CorpusBench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 3;
  private static final int VOCABULARY = 8192;
  private static final int MIN_FREQUENCY = 2;
  private static final int ROW = 48;

  private final Path out;
  private final List<String> texts;
  private final double megabytes;

  private CorpusBench(Path out, List<String> texts) {
    this.out = out;
    this.texts = texts;
    megabytes = megabytes(texts);
  }

  public static void main(String[] args) throws Exception {
    double most = args.length > 2 ? Double.parseDouble(args[2]) : 20;
    Path out = Files.createDirectories(Path.of(args[1]));
    long start = System.nanoTime();
    List<String> raw = read(Path.of(args[0]), most);
    print("reading", megabytes(raw), seconds(start), raw.size() + " documents");
    List<String> cleaned = clean(raw);
    filter(raw);
    CorpusBench bench = new CorpusBench(out, cleaned);
    bench.writeTexts();
    bench.measure(
        "subwords",
        PreTokenizer.LOWER_CASE,
        counter ->
            TokenizerJson.subwords(
                TokenizerTrainer.subwords(counter.drain(), VOCABULARY, MIN_FREQUENCY),
                PreTokenizer.LOWER_CASE));
    bench.measure(
        "bpe",
        PreTokenizer.KEEP_CASE_BYTES,
        counter ->
            TokenizerJson.bytePairs(
                TokenizerTrainer.bytePairs(counter.drain(), VOCABULARY, MIN_FREQUENCY),
                PreTokenizer.KEEP_CASE_BYTES));
  }

  private interface Training {
    byte[] train(WordCounter counter);
  }

  private static List<String> clean(List<String> raw) throws Exception {
    UnaryOperator<String> cleaning = TextCleaner.STANDARD::clean;
    List<String> cleaned = new ArrayList<>();
    double seconds =
        median(
            () -> {
              cleaned.clear();
              raw.stream().map(cleaning).forEach(cleaned::add);
              return null;
            });
    print("cleaning", megabytes(raw), seconds, "");
    return cleaned;
  }

  /** The paper's rules, on texts with their lines. */
  private static void filter(List<String> raw) throws Exception {
    List<String> texts = raw.stream().map(TextCleaner.STANDARD::lines).toList();
    String quality = "quality { enabled = true, min-lines = 1 }";
    String repetition = "repetition.enabled = true";
    filter("quality rules", quality, texts);
    filter("repetition rules", repetition, texts);
    filter("quality and repetition rules", quality + ", " + repetition, texts);
  }

  private static void filter(String what, String rules, List<String> texts) throws Exception {
    String only = "filters { characters.enabled = false, " + rules + " }";
    DocumentFilter filter = new DocumentFilter(TestSettings.preprocess(only).filters());
    long[] kept = new long[1];
    double seconds =
        median(
            () -> {
              kept[0] = texts.stream().filter(text -> filter.broken(text).isEmpty()).count();
              return null;
            });
    print(what, megabytes(texts), seconds, kept[0] + " documents kept");
  }

  private void measure(String kind, PreTokenizer preTokenizer, Training training) throws Exception {
    byte[][] json = new byte[1][];
    double trained =
        median(
            () -> {
              WordCounter counter = new WordCounter(preTokenizer);
              texts.forEach(counter::add);
              json[0] = training.train(counter);
              return null;
            });
    Tokenizer tokenizer = Tokenizer.load(json[0], kind);
    print("training " + kind, megabytes, trained, tokenizer.vocabularySize() + " tokens");
    long[] tokens = new long[1];
    double encoded =
        median(
            () -> {
              tokens[0] = texts.stream().mapToLong(text -> tokenizer.encode(text).length).sum();
              return null;
            });
    String million = String.format(Locale.ROOT, "%.2f million tokens/s", tokens[0] / encoded / 1e6);
    print("encoding " + kind, megabytes, encoded, million);
    SentenceCutter cutter = SentenceCutter.joining(tokenizer, ROW);
    double cut =
        median(
            () -> {
              texts.forEach(cutter::rows);
              return null;
            });
    print("cutting and encoding " + kind, megabytes, cut, "rows of " + ROW);
    Files.write(out.resolve(kind + ".json"), json[0]);
    Files.writeString(out.resolve(kind + ".sha256"), hash(tokenizer));
  }

  /** Over the ids of all texts, 4 bytes each, the high one first. */
  private String hash(Tokenizer tokenizer) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (DataOutputStream ids =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      for (String text : texts) {
        for (int id : tokenizer.encode(text)) {
          ids.writeInt(id);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void writeTexts() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(JSON.writeValueAsString(text));
    }
    Files.write(out.resolve("texts.jsonl"), lines);
  }

  private static List<String> read(Path folder, double most) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    List<String> texts = new ArrayList<>();
    double size = 0;
    for (Path file : files) {
      String content = content(file);
      boolean lines = file.getFileName().toString().contains(".jsonl");
      for (String text : lines ? content.split("\n") : new String[] {content}) {
        if (size >= most) {
          return texts;
        }
        texts.add(lines ? JSON.readTree(text).path("text").asText() : text);
        size += megabytes(texts.subList(texts.size() - 1, texts.size()));
      }
    }
    return texts;
  }

  private static String content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Seconds, after a round to warm up. */
  private static double median(Callable<Void> round) throws Exception {
    double[] seconds = new double[ROUNDS];
    round.call();
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      round.call();
      seconds[i] = seconds(start);
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double megabytes(List<String> texts) {
    return texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum() / 1e6;
  }

  private static void print(String what, double megabytes, double seconds, String more) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %8.2f s %8.1f MB/s  %s%n",
        "sunrise: " + what,
        seconds,
        megabytes / seconds,
        more);
  }
}
