package io.sunrise.collect;

import static io.sunrise.collect.CollectTesting.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOptionsIT {
  private static final SparkSession SPARK = SparkTesting.session();

  @TempDir private Path folder;
  private CollectTesting run;

  @BeforeEach
  void makeFolders() throws IOException {
    run = new CollectTesting(folder);
  }

  private void assertRefused(String source, String... parts) {
    assertThatThrownBy(() -> run.collect(source))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-32", "GB18030"})
  void aFileMayHaveAnyEncodingThatJavaKnows(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    run.write("lines.txt", "caf\u00e9\r\n\na na\u00efve line\n".getBytes(charset));
    run.write("more.csv", "id,text\n1,\"over\nlines \u00fc\"\n".getBytes(charset));
    run.collect(
        run.source(SourceType.TEXT, "files = \"*.txt\"", "encoding = \"" + encoding + "\""),
        run.source(SourceType.CSV, "files = \"*.csv\"", "encoding = \"" + encoding + "\""));
    assertThat(run.texts()).containsExactly("a na\u00efve line", "caf\u00e9", "over\nlines \u00fc");
  }

  @Test
  void bytesThatTheEncodingHasNotAreRejectedWithTheirRow() throws IOException {
    byte[] utf16 = "\uFEFFone\ntwo x\nthree\n".getBytes(StandardCharsets.UTF_16LE);
    // A low surrogate without a high one before it.
    utf16[2 * 9] = 0;
    utf16[2 * 9 + 1] = (byte) 0xDC;
    Path file = run.write("rows.txt", utf16);
    run.collect(source(SourceType.TEXT, file, "encoding = \"UTF-16LE\""));
    assertThat(run.texts()).containsExactly("one", "three");
    assertThat(run.rejected()).isEqualTo(Map.of("two \uFFFD", "not valid UTF-16LE"));
    run.write("rows.txt", new byte[] {'a', (byte) 0x81, '\n', 'b', '\n'});
    run.collect(source(SourceType.TEXT, file, "encoding = \"windows-1252\""));
    assertThat(run.rejected()).isEqualTo(Map.of("a\uFFFD", "not valid windows-1252"));
    assertRefused(
        source(SourceType.TEXT, file, "encoding = \"UTF-88\""),
        "encoding is \"UTF-88\"",
        "expected a charset such as UTF-8");
  }

  @Test
  void onlyFilesOfAMatchingNameAreReadAndFoldersBelowOnlyWhenAskedFor() throws IOException {
    run.write("a.txt", "a");
    run.write("b.log", "b");
    run.write("deep/c.txt", "c");
    run.write("deep/er/d.txt", "d");
    run.collect(run.source(SourceType.TEXT, "files = \"*.txt\""));
    assertThat(run.texts()).containsExactly("a", "c", "d");
    run.collect(run.source(SourceType.TEXT, "recursive = false"));
    assertThat(run.texts()).containsExactly("a", "b");
    run.collect(source(SourceType.TEXT, run.input().resolve("d*p"), "recursive = false"));
    assertThat(run.texts()).containsExactly("c");
    assertRefused(
        run.source(SourceType.TEXT, "files = \"*.md\""), "no file to read", "a name like *.md");
  }

  @Test
  void pathsMayHoldWhatGlobsAndUrisGiveMeaningTo() throws IOException {
    run.write("a b%20c+d#e.txt", "one");
    run.write("star*.txt", "two");
    run.write("[x]{y}?.txt", "three");
    run.collect(run.source(SourceType.TEXT));
    assertThat(run.texts()).containsExactly("one", "three", "two");
    assertThat(run.documents())
        .extracting(row -> row.<String>getAs("path"))
        .contains("file:" + run.input() + "/star*.txt", "file:" + run.input() + "/a b%20c+d#e.txt");
    run.collect(source(SourceType.TEXT, run.input().resolve("star\\*.txt")));
    assertThat(run.texts()).containsExactly("two");
    SPARK
        .createDataset(List.of("five"), Encoders.STRING())
        .toDF("text")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("table [1] 50%*").toString());
    run.collect(source(SourceType.PARQUET, folder.resolve("table \\[1] 50%\\*")));
    assertThat(run.texts()).containsExactly("five");
  }

  @Test
  void aNameWithAColonIsReadAsAFileAsAFolderAndByAPattern() throws IOException {
    run.write("2024-05-01T10:00:00.jsonl", "{\"text\": \"ten\"}");
    run.write("2024-05-01T11:00:00.jsonl", "{\"text\": \"eleven\"}");
    run.collect(run.source(SourceType.JSONL));
    assertThat(run.texts()).containsExactly("eleven", "ten");
    for (String name : List.of("2024-05-01T10:00:00.jsonl", "*0:00:00.jsonl")) {
      run.collect(source(SourceType.JSONL, run.input().resolve(name)));
      assertThat(run.texts()).containsExactly("ten");
    }
  }

  @Test
  void aParquetFileWithAColonInItsNameIsOneLine() throws IOException {
    Path file = run.write("2024-05-01T10:00:00.parquet", "PAR1");
    assertRefused(run.source(SourceType.PARQUET), "file:" + file, "a colon in its name; rename it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{a"})
  void aPathThatIsNoneIsOneLine(String path) {
    assertRefused("type = text, path = \"" + path + "\"", path + ": cannot be read: ");
  }

  @Test
  void parquetOfAnotherSchemaIsOneLine() {
    String[] queries = {"select array('a') as text", "select 1.5 as text", "select 'a' as Text"};
    for (int i = 0; i < queries.length; i++) {
      Path table = run.input().resolve("table" + i);
      SPARK.sql(queries[i]).coalesce(1).write().parquet(table.toString());
      assertRefused(source(SourceType.PARQUET, table), "table" + i, "column \"text\"");
    }
    SPARK.sql("select 'a' as text").write().parquet(run.input().resolve("table3").toString());
    assertRefused(run.source(SourceType.PARQUET), "table0", "expected strings");
  }

  private void parquet(String name, String columns, Consumer<Group> row) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message table { " + columns + " }");
    Group group = new SimpleGroup(schema);
    row.accept(group);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                new org.apache.hadoop.fs.Path(run.input().resolve(name).toString()))
            .withType(schema)
            .build()) {
      writer.write(group);
    }
  }

  @Test
  void onlyTheRequestedColumnsOfParquetNeedATypeThatSparkReads() throws IOException {
    String nanoseconds = "required int64 at (TIMESTAMP(NANOS, true));";
    parquet(
        "a.parquet",
        nanoseconds + " required binary text (STRING); required int32 key;",
        row -> row.append("at", 1L).append("text", "one").append("key", 7));
    parquet(
        "b.parquet",
        "required binary key (STRING); required binary text (STRING);",
        row -> row.append("key", "x").append("text", "two"));
    parquet(
        "empty.parquet",
        "required binary key (STRING); optional int32 text;",
        row -> row.append("key", "y"));
    run.collect(run.source(SourceType.PARQUET, "id-field = key"));
    assertThat(run.texts()).containsExactly("one", "two");
    assertThat(run.rejected().values()).containsExactly("no text");
    assertRefused(
        source(SourceType.PARQUET, run.input().resolve("a.parquet"), "id-field = at"),
        "a.parquet: column \"at\" is required int64 at (TIMESTAMP(NANOS,true))",
        "a type that Spark reads");
  }

  @Test
  void csvMayHaveOtherMarks() throws IOException {
    Path file = run.write("rows.csv", "id;text\n1;'a; ''b''\nc'\n2;\"d\"\n");
    run.collect(source(SourceType.CSV, file, "delimiter = \";\"", "quote = \"'\""));
    assertThat(run.texts()).containsExactly("\"d\"", "a; 'b'\nc");
    run.write("rows.csv", "id\ttext\n1\t\"open\n2\tnext\n");
    run.collect(source(SourceType.CSV, file, "delimiter = \"\\t\"", "quote = \"\""));
    assertThat(run.texts()).containsExactly("\"open", "next");
    assertRefused(source(SourceType.CSV, file, "quote = \",\""), "delimiter and quote are both");
    assertRefused(source(SourceType.CSV, file, "delimiter = \"\u20ac\""), "delimiter is");
  }

  @Test
  void aFileWithCarriageReturnsOnlyIsReadByLines() throws IOException {
    run.write("lines.txt", "one\rtwo\r");
    run.write("rows.csv", "id,text\r1,three\r2,\"fo\rur\"\r");
    run.collect(
        run.source(SourceType.TEXT, "files = \"*.txt\""),
        run.source(SourceType.CSV, "files = \"*.csv\""));
    assertThat(run.texts()).containsExactly("fo\nur", "one", "three", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".deflate", ".lz4", ".snappy"})
  void everyCodecOfHadoopIsReadByItsEnding(String ending) throws IOException {
    CompressionCodec codec =
        new CompressionCodecFactory(SPARK.sparkContext().hadoopConfiguration())
            .getCodec(new org.apache.hadoop.fs.Path("x" + ending));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = codec.createOutputStream(bytes)) {
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }
    run.write("rows.txt" + ending, bytes.toByteArray());
    run.collect(run.source(SourceType.TEXT));
    assertThat(run.texts()).containsExactly("one", "two");
  }

  private Map<String, String> ids() {
    return run.documents().stream()
        .collect(Collectors.toMap(row -> row.getAs("text"), row -> row.getAs("id")));
  }

  @Test
  void anIdFollowsFromTheUsersIdWhereOneIsNamed() throws IOException {
    Path file =
        run.write("rows.jsonl", "{\"id\": 7, \"text\": \"a\"}\n{\"id\": \"x\", \"text\": \"b\"}");
    String source = source(SourceType.JSONL, file, "title = mine", "id-field = id");
    run.collect(source);
    Map<String, String> before = ids();
    run.write("rows.jsonl", "{\"id\": \"7\", \"text\": \"other\"}\n{\"text\": \"no id\"}");
    run.collect(source);
    assertThat(ids()).isEqualTo(Map.of("other", before.get("a")));
    assertThat(run.rejected().values()).containsExactly("no field \"id\"");
    run.write("rows.csv", "id,text\n7,again\n,none\n");
    Path csv = run.input().resolve("rows.csv");
    run.collect(source(SourceType.CSV, csv, "title = mine", "id-field = id"));
    assertThat(ids()).isEqualTo(Map.of("again", before.get("a")));
    assertThat(run.rejected()).isEqualTo(Map.of(",none", "no id"));
    assertRefused(source(SourceType.TEXT, file, "id-field = id"), "holds no ids");
    assertRefused(source(SourceType.CSV, csv, "id-field = key"), "no column \"key\"", "id-field");
  }

  @Test
  void ofRowsWithOneIdTheSmallestTextIsKeptHoweverTheInputIsCut() throws IOException {
    String one = "{\"id\": 1, \"text\": \"b\"}\n";
    String two = "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": \"c\"}\n";
    for (List<String> order : List.of(List.of(one, two), List.of(two, one))) {
      run.write("0.jsonl", order.get(0));
      run.write("1.jsonl", order.get(1));
      run.collect(run.source(SourceType.JSONL, "id-field = id"));
      assertThat(run.texts()).containsExactly("a", "c");
      assertThat(run.rejected()).isEqualTo(Map.of("b", "an id that another row has"));
    }
  }

  @Test
  void aDocumentCarriesItsSourcesNameAndLicence() throws IOException {
    run.write("a.txt", "a");
    run.write("b.log", "b");
    run.collect(
        run.source(SourceType.TEXT, "files = \"*.txt\"", "title = letters", "licence = \"CC0\""),
        run.source(SourceType.TEXT, "files = \"*.log\""));
    assertThat(run.documents())
        .extracting(row -> List.of(row.getAs("text"), row.getAs("source"), row.getAs("licence")))
        .containsExactlyInAnyOrder(
            List.of("a", "letters", "CC0"), List.of("b", "text:" + run.input(), ""));
    assertThatThrownBy(() -> run.collect(run.source(SourceType.TEXT), run.source(SourceType.TEXT)))
        .hasMessageContaining("two are named text:");
  }

  @Test
  void aRejectedRowSaysWhereItBegins() throws IOException {
    Path file = run.write("rows.jsonl", "{\"text\": \"a\"}\nbroken\n{\"text\": \"b\"}\n");
    run.collect(run.source(SourceType.JSONL));
    Row row = run.stages().rows("collect/rejected").get(0);
    assertThat(row.<Long>getAs("position")).isEqualTo(14);
    assertThat(row.<String>getAs("path")).isEqualTo("file:" + file);
  }
}
