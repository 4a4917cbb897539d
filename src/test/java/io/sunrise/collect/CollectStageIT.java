package io.sunrise.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.StageTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.stage.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectStageIT {
  private static final SparkSession SPARK = SparkTesting.session();

  @TempDir private Path folder;
  private Path input;
  private StageTesting stages;

  @BeforeEach
  void makeFolders() throws IOException {
    input = Files.createDirectories(folder.resolve("input"));
    stages = new StageTesting(folder.resolve("run"));
  }

  private static String source(SourceType type, Path path, String... options) {
    return TestSettings.source(type, path) + "," + String.join(",", options);
  }

  private static CollectSettings settings(String hocon) {
    return TestSettings.collect(
        "max-document-bytes = 4 KiB, rejected-bytes = 64, max-rejected-share = 1, output-files = 3, "
            + hocon);
  }

  /** Collects sources, each given by its configuration without the braces. */
  private Manifest collect(String... sources) {
    String all = Stream.of(sources).collect(Collectors.joining("}, {", "{", "}"));
    return run(settings("sources = [" + (sources.length == 0 ? "" : all) + "]"), 1);
  }

  private Manifest run(CollectSettings settings, long seed) {
    return stages.run(new CollectStage(settings, seed), seed);
  }

  private Manifest collect(SourceType type) {
    return collect(source(type, input));
  }

  private void assertRefused(String source, String... parts) {
    assertThatThrownBy(() -> collect(source))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
    assertThat(stages.folder().resolve("collect")).doesNotExist();
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = input.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private List<String> texts() {
    return stages.rows("collect/documents").stream()
        .map(row -> row.<String>getAs("text"))
        .sorted()
        .toList();
  }

  private Map<String, String> rejected() {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : stages.rows("collect/rejected")) {
      reasons.put(row.getAs("text"), row.getAs("reason"));
    }
    return reasons;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  @Test
  void generatedTextNeedsNoFile() {
    Manifest manifest = collect("type = generated, documents = 500");
    assertThat(manifest.counts()).containsEntry("documents", 500L).containsEntry("rejected", 0L);
    assertThat(texts()).hasSize(500).doesNotContain("").isNotEqualTo(List.of());
    assertThat(stages.printed()).contains("reading generated: 500 rows");
  }

  @Test
  void textIsALineADocumentInAnyCodec() throws IOException {
    write("plain.txt", "\uFEFFone\r\n\n  \ntwo\nthree without an end");
    write("zipped.txt.gz", gzip("four\nfive\n".getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream bzip = new ByteArrayOutputStream();
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(SPARK.sparkContext().hadoopConfiguration());
    try (OutputStream out = codec.createOutputStream(bzip)) {
      out.write("six\n".getBytes(StandardCharsets.UTF_8));
    }
    write("deeper/more.txt.bz2", bzip.toByteArray());
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new com.github.luben.zstd.ZstdOutputStream(zstd)) {
      out.write("seven\n".getBytes(StandardCharsets.UTF_8));
    }
    write("small.txt.zst", zstd.toByteArray());
    write("_SUCCESS", "no row");
    write(".hidden/file.txt", "no row");
    collect(SourceType.TEXT);
    assertThat(texts())
        .containsExactly("five", "four", "one", "seven", "six", "three without an end", "two");
  }

  @Test
  void aDocumentSaysWhereItCameFrom() throws IOException {
    Path file = write("a b%20c.txt", "the text");
    collect(source(SourceType.TEXT, file));
    Row row = stages.rows("collect/documents").get(0);
    assertThat(row.<String>getAs("source")).isEqualTo("text:" + file);
    assertThat(row.<String>getAs("path")).isEqualTo("file:" + file);
    assertThat(row.<String>getAs("id")).matches("[0-9a-f]{32}");
  }

  @Test
  void brokenJsonIsRejectedWithItsReason() throws IOException {
    write(
        "rows.jsonl",
        """
        {"id": 1, "text": "good \\u00e9", "more": {"text": [1, 2]}}
        {"text": "cut
        {"text": 5}
        {"body": "other"}
        {"text": null}
        {"text": "two"} {"text": "on a line"}
        {"text": "half \\ud800 pair"}
        {"text": "nul \\u0000"}
        ["text"]
        """
            + "[".repeat(2000)
            + "\n");
    Manifest manifest = collect(SourceType.JSONL);
    assertThat(texts()).containsExactly("good é");
    assertThat(rejected().values())
        .containsExactlyInAnyOrder(
            "not a JSON object on one line",
            "field \"text\" is not a string",
            "no field \"text\"",
            "no text",
            "broken JSON",
            "half of a surrogate pair",
            "binary: it holds a NUL byte",
            "not a JSON object on one line",
            "not a JSON object on one line");
    assertThat(manifest.counts())
        .containsEntry("read", 10L)
        .containsEntry("documents", 1L)
        .containsEntry("rejected", 9L)
        .containsEntry("rejected.broken JSON", 1L);
  }

  @Test
  void csvIsReadAsRfc4180Says() throws IOException {
    write(
        "rows.csv",
        """
        id,text
        1,plain
        2,"with, comma and ""quotes""\"
        3,"over
        two lines"

        4
        5,a,b
        6,"closed" too early
        7,
        8,"never closed
        9,last
        """);
    collect(SourceType.CSV);
    assertThat(texts())
        .containsExactly("last", "over\ntwo lines", "plain", "with, comma and \"quotes\"");
    assertThat(rejected())
        .containsEntry("4", "wrong number of columns")
        .containsEntry("5,a,b", "wrong number of columns")
        .containsEntry("6,\"closed\" too early", "text after a closing quote")
        .containsEntry("7,", "no text")
        .containsEntry("8,\"never closed", "a quote that is not closed")
        .hasSize(5);
  }

  @Test
  void parquetIsReadByColumn() {
    SPARK
        .createDataset(List.of("one", "two", " "), Encoders.STRING())
        .toDF("body")
        .withColumn("n", org.apache.spark.sql.functions.lit(7))
        .repartition(2)
        .write()
        .parquet(input.resolve("data").toString());
    collect(source(SourceType.PARQUET, input, "text-field = body"));
    assertThat(texts()).containsExactly("one", "two");
    assertThat(rejected()).containsEntry(" ", "no text");
    assertRefusedKeepsOutput(source(SourceType.PARQUET, input), "no column \"text\"", "body, n");
    assertRefusedKeepsOutput(
        source(SourceType.PARQUET, input, "text-field = n"), "column \"n\"", "expected strings");
  }

  private void assertRefusedKeepsOutput(String source, String... parts) {
    assertThatThrownBy(() -> collect(source))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
    assertThat(stages.folder().resolve("collect/manifest.json")).exists();
  }

  @Test
  void markdownIsAFileADocument() throws IOException {
    write("one.md", "# Title\n\nText of *one*.\n");
    write("two.md", "Two.");
    write("long.md", "x".repeat(10_000));
    collect(SourceType.MARKDOWN);
    assertThat(texts()).containsExactly("Title\n\nText of one.", "Two.");
    assertThat(rejected()).containsEntry("x".repeat(64), "longer than max-document-bytes");
  }

  @Test
  void wikiExtractorsDocumentsAreWhole() throws IOException {
    write(
        "wiki_00",
        """
        <doc id="1" url="u" title="A">
        A

        First line.
        Second line.
        </doc>

        stray
        <doc id="2" url="u" title="B">
        B, not closed
        <doc id="3" url="u" title="C">
        C
        </doc>
        """);
    collect(SourceType.WIKIEXTRACTOR);
    assertThat(texts()).containsExactly("A\n\nFirst line.\nSecond line.", "C");
    assertThat(rejected())
        .containsEntry("stray", "text outside of <doc>")
        .containsEntry(
            "<doc id=\"2\" url=\"u\" title=\"B\">\nB, not closed\n", "a <doc> without </doc>")
        .hasSize(2);
  }

  @Test
  void bytesThatAreNoTextAreRejected() throws IOException {
    write("bad.txt", new byte[] {'o', 'k', '\n', 'a', (byte) 0xC3, '\n', 'b', 0, 'c', '\n'});
    collect(SourceType.TEXT);
    assertThat(texts()).containsExactly("ok");
    assertThat(rejected())
        .containsEntry("a\uFFFD", "not valid UTF-8")
        .containsEntry("b\u0000c", "binary: it holds a NUL byte");
  }

  @Test
  void rejectedRowsKeepTheirBytesUpToTheLimitWhereverTheyStood() throws IOException {
    String bad = "\u00c3 \u00ff";
    String tooLong = "{\"text\": \"" + "\u00c3".repeat(90) + "\"}";
    Map<String, String> files =
        Map.of(
            "0.txt", "good\nbad " + bad + "\n",
            "1.jsonl", "{\"id\": 1, \"text\": \"good\"}\n" + tooLong + "\n",
            "2.csv", "text\ngood\n\"bad\n" + bad + "\"\n",
            "3.md", "# bad " + bad + "\n",
            "4.wiki", "<doc id=\"1\">\ngood\n</doc>\n<doc id=\"2\">\n" + bad + "\n</doc>\n",
            "5.jsonl", "{\"id\": 1, \"text\": \"a\"}\n {\"id\": 1, \"text\": \"b\"}\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      write(file.getKey(), file.getValue().getBytes(StandardCharsets.ISO_8859_1));
    }
    write("3/good.md", "good");
    collect(
        source(SourceType.TEXT, input, "files = \"*.txt\""),
        source(SourceType.JSONL, input.resolve("1.jsonl")),
        source(SourceType.CSV, input, "files = \"*.csv\""),
        source(SourceType.MARKDOWN, input, "files = \"*.md\""),
        source(SourceType.WIKIEXTRACTOR, input, "files = \"*.wiki\""),
        source(SourceType.JSONL, input.resolve("5.jsonl"), "id-field = id"));
    Map<String, String> found = new TreeMap<>();
    for (Row row : stages.rows("collect/rejected")) {
      String file = Path.of(row.<String>getAs("path")).getFileName().toString();
      int position = row.<Long>getAs("position").intValue();
      String bytes = new String(row.<byte[]>getAs("bytes"), StandardCharsets.ISO_8859_1);
      assertThat(files.get(file).substring(position)).as(file).startsWith(bytes);
      found.put(file, bytes);
    }
    assertThat(found)
        .containsOnly(
            Map.entry("0.txt", "bad " + bad),
            Map.entry("1.jsonl", tooLong.substring(0, 64)),
            Map.entry("2.csv", "\"bad\n" + bad + "\""),
            Map.entry("3.md", "# bad " + bad + "\n"),
            Map.entry("4.wiki", "<doc id=\"2\">\n" + bad + "\n"),
            Map.entry("5.jsonl", " {\"id\": 1, \"text\": \"b\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "jsonl", "csv"})
  void aLineOf50MegabytesIsOneRejectedRow(String type) throws IOException {
    String row = type.equals("jsonl") ? "{\"text\": \"good\"}\n" : "good\n";
    try (OutputStream out = Files.newOutputStream(input.resolve("long"))) {
      out.write(((type.equals("csv") ? "text\n" : "") + row).getBytes(StandardCharsets.UTF_8));
      byte[] piece = "y".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 50; i++) {
        out.write(piece);
      }
      out.write(("\n" + row).getBytes(StandardCharsets.UTF_8));
    }
    Manifest manifest = collect(SourceType.valueOf(type.toUpperCase(java.util.Locale.ROOT)));
    assertThat(texts()).containsExactly("good", "good");
    assertThat(manifest.counts())
        .containsEntry("rejected", 1L)
        .containsEntry("rejected.longer than max-document-bytes", 1L);
  }

  @Test
  void whatCannotBeReadIsOneLine() throws IOException {
    assertRefused(source(SourceType.TEXT, input.resolve("nowhere/*.txt")), "nowhere/*.txt");
    assertRefused(source(SourceType.TEXT, input), "input", "expected at least one file");
    Path empty = write("empty.txt", "\n \n");
    assertRefused(source(SourceType.TEXT, empty), "empty.txt", "holds no row");
    Path csv = write("columns.csv", "id,body\n1,one\n");
    assertRefused(
        source(SourceType.CSV, csv), "columns.csv: no column \"text\"", "id, body", "text-field");
    Path json = write("fields.jsonl", "{\"body\": 1}\n{\"body\": 2}\n");
    assertRefused(
        source(SourceType.JSONL, json), "none of its 2 rows", "no field \"text\"", "{\"body\": 1}");
    Path parquet = write("no.parquet", "not Parquet at all, but text of some length");
    assertRefused(source(SourceType.PARQUET, parquet), "no.parquet", "not a Parquet file");
    byte[] zipped = gzip("a line of text\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    Path cut = write("cut.txt.gz", java.util.Arrays.copyOf(zipped, zipped.length / 2));
    assertRefused(source(SourceType.TEXT, cut), "cut.txt.gz: cannot be read to its end");
    zipped[zipped.length / 2] ^= 0x55;
    Path damaged = write("damaged.txt.gz", zipped);
    assertRefused(source(SourceType.TEXT, damaged), "damaged.txt.gz: cannot be read to its end");
    assertThatThrownBy(() -> collect())
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("collect.sources is empty");
  }

  private static List<String> corpus() {
    return IntStream.range(0, 400)
        .mapToObj(i -> "{\"text\": \"line " + i % 390 + " " + "é".repeat(i % 60) + "\"}")
        .toList();
  }

  private static Map<String, String> files(Manifest manifest) {
    Map<String, String> hashes = new TreeMap<>();
    manifest.outputs().forEach((path, output) -> hashes.put(path, output.sha256()));
    return hashes;
  }

  @Test
  void bytesDoNotDependOnPartitions() throws IOException {
    write("rows.jsonl", String.join("\n", corpus()) + "\nbroken\n");
    Map<String, String> whole = files(collect(SourceType.JSONL));
    assertThat(whole.keySet())
        .containsExactlyInAnyOrder(
            "documents/part-00000.parquet",
            "documents/part-00001.parquet",
            "documents/part-00002.parquet",
            "rejected/part-00000.parquet");
    for (String bytes : List.of("16000", "2971")) {
      SPARK.conf().set("spark.sql.files.maxPartitionBytes", bytes);
      try {
        assertThat(files(collect(SourceType.JSONL))).as(bytes).isEqualTo(whole);
      } finally {
        SPARK.conf().unset("spark.sql.files.maxPartitionBytes");
      }
    }
  }

  @Test
  void maxDocumentsKeepsExactlySoManyWhateverThePartitions() throws IOException {
    write("rows.jsonl", String.join("\n", corpus()));
    CollectSettings settings =
        settings("max-documents = 150, sources = [{" + source(SourceType.JSONL, input) + "}]");
    Manifest manifest = run(settings, 3);
    assertThat(manifest.counts())
        .containsEntry("documents", 150L)
        .containsEntry("left out by max-documents", 250L);
    assertThat(stages.rows("collect/documents")).hasSize(150);
    SPARK.conf().set("spark.sql.files.maxPartitionBytes", "3000");
    try {
      assertThat(files(run(settings, 3))).isEqualTo(files(manifest));
    } finally {
      SPARK.conf().unset("spark.sql.files.maxPartitionBytes");
    }
    assertThat(files(run(settings, 4))).isNotEqualTo(files(manifest));
  }
}
