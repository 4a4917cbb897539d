package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordsTest {
  private static final Decoder DECODER = new Decoder(new ReadLimits(16, 8), Encoding.UTF_8);

  private static final CsvFormat CSV = new CsvFormat(',', '"', CsvFormat.NONE);

  private static ByteInput input(byte[] bytes, int from) {
    return new ByteInput(new ByteArrayInputStream(bytes, from, bytes.length - from), from);
  }

  private static List<ReadRow> all(Records records) throws IOException {
    List<ReadRow> rows = new ArrayList<>();
    for (ReadRow row = records.next(); row != null; row = records.next()) {
      rows.add(row);
    }
    return rows;
  }

  /** As Spark's rows, which compare bytes by their content. */
  private static List<Row> rows(List<ReadRow> rows) {
    return rows.stream().map(row -> row.toRow("source", "path")).toList();
  }

  private static List<ReadRow> lines(byte[] bytes, int start, int end) throws IOException {
    return all(
        new LineRecords(
            input(bytes, Math.max(0, start - 1)),
            new FileSlice("file", start, end),
            DECODER,
            Fields::text));
  }

  private static CsvColumns columns(String... names) {
    return new CsvColumns("file", List.of(names), 0, Fields.TEXT_ONLY, CSV, null);
  }

  private static List<ReadRow> csv(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return csv(bytes, CSV);
  }

  private static List<ReadRow> csv(byte[] bytes, CsvFormat format) throws IOException {
    FileSlice slice = new FileSlice("file.csv", 0, bytes.length);
    ByteInput in = input(bytes, 0);
    CsvScanner scanner = new CsvScanner(in, format, DECODER.limits().recordBytes());
    CsvColumns columns = CsvColumns.read(scanner, slice.file(), DECODER, Fields.TEXT_ONLY, format);
    return all(new CsvRecords(in, slice, DECODER, columns));
  }

  private static List<String> split(String record) throws UnreadableRecordException {
    return CsvFields.split(record, CSV);
  }

  @Test
  void everyLineIsReadByOneSliceWhereverTheFileIsCut() throws IOException {
    byte[] bytes =
        "\uFEFFone\r\n\n two\nthree é\nlonger than the limit of a record\nx\n"
            .getBytes(StandardCharsets.UTF_8);
    List<ReadRow> whole = lines(bytes, 0, bytes.length);
    assertThat(whole)
        .extracting(row -> row.reason() == null ? row.text() : "rejected: " + row.text())
        .containsExactly("one", " two", "three é", "rejected: longer t", "x");
    for (int size = 1; size < bytes.length; size++) {
      List<ReadRow> sliced = new ArrayList<>();
      for (int start = 0; start < bytes.length; start += size) {
        sliced.addAll(lines(bytes, start, Math.min(bytes.length, start + size)));
      }
      assertThat(rows(sliced)).as("slices of %d bytes", size).isEqualTo(rows(whole));
    }
  }

  @Test
  void csvFieldsFollowTheStandard() throws UnreadableRecordException {
    assertThat(split("a,b,c")).containsExactly("a", "b", "c");
    assertThat(split("\"a,b\",\"say \"\"x\"\"\",")).containsExactly("a,b", "say \"x\"", "");
    assertThat(split("\"\"")).containsExactly("");
    assertThat(split("\"\"\"\"")).containsExactly("\"");
    assertThat(split("in\"side,x")).containsExactly("in\"side", "x");
    assertThatThrownBy(() -> split("\"a\"b")).hasMessage("text after a closing quote");
  }

  @Test
  void anEscapeTakesAQuoteAndItselfLiterallyInAQuotedValue() throws UnreadableRecordException {
    CsvFormat format = new CsvFormat(',', '"', '\\');
    assertThat(CsvFields.split("\"say \\\"x, y\\\"\",b", format))
        .containsExactly("say \"x, y\"", "b");
    assertThat(CsvFields.split("\"C:\\\\new\\dir\\\\\",C:\\,\"a \"\"b\"\"\"", format))
        .containsExactly("C:\\new\\dir\\", "C:\\", "a \"b\"");
  }

  @Test
  void withoutQuotesAnEscapeTakesADelimiterLiterally() throws UnreadableRecordException {
    CsvFormat format = new CsvFormat(',', CsvFormat.NONE, '\\');
    assertThat(CsvFields.split("a\\, b,\"c\\\\,d\\e\\", format))
        .containsExactly("a, b", "\"c\\", "d\\e\\");
  }

  @Test
  void anEscapedQuoteDoesNotEndARecord() throws IOException {
    byte[] bytes = "text\n\"a \\\"\nb\"\nc\n".getBytes(StandardCharsets.UTF_8);
    assertThat(csv(bytes, new CsvFormat(',', '"', '\\')))
        .extracting(ReadRow::text)
        .containsExactly("a \"\nb", "c");
  }

  @Test
  void aFirstLineWithSepNamesTheDelimiterOfAFile() throws IOException {
    for (String line : List.of("sep=;", "SEP=;\r", "\"sep=;\"")) {
      assertThat(csv(line + "\nid;text\n1;a, b\n"))
          .as(line)
          .extracting(ReadRow::text)
          .containsExactly("a, b");
    }
  }

  @Test
  void lastColumnsWithoutANameMustBeEmpty() throws IOException {
    assertThat(csv("text,n,,\na,1,,\n\"b, c\",2,,\nd, e,3,\nf,4,\n"))
        .extracting(row -> row.reason() == null ? row.text() : row.reason())
        .containsExactly(
            "a", "b, c", "a value in a column without a name", "wrong number of columns");
    assertThat(csv(",text,n\n0,a,1\n")).extracting(ReadRow::text).containsExactly("a");
  }

  @Test
  void aDelimiterIsPartOfTheTextInAFileWithOneColumn() throws IOException {
    assertThat(csv("text\na, b,\n\"c, d\"\ne\n"))
        .extracting(ReadRow::text)
        .containsExactly("a, b,", "c, d", "e");
  }

  @Test
  void aFileWithTwoColumnsOfANameThatIsReadIsRefused() throws IOException {
    assertThat(csv("text,text\na,b\n"))
        .extracting(ReadRow::reason)
        .asString()
        .contains("two of its columns have the name \"text\" (text, text); rename one of them");
    assertThat(csv("text,n,n\na,1,2\n")).extracting(ReadRow::text).containsExactly("a");
  }

  @Test
  void aMissingColumnSaysWhatTheFileLooksLike() throws IOException {
    assertThat(missing("text , label"))
        .endsWith("are \"text \", \" label\"; set text-field to one of them");
    assertThat(missing("{\"text\": \"a\"}"))
        .endsWith("it looks like JSON Lines, for which type is jsonl");
    assertThat(missing("The cast was silly and the plot thin,neg"))
        .endsWith("if these are values, put a line with the names first");
  }

  private static String missing(String header) {
    return new Fields.Field("text", "text-field").missing("f", List.of(header.split(",")));
  }

  @Test
  void theColumnsOfAFileWithoutTheTextAreShownInPart() throws IOException {
    List<ReadRow> rows = csv(String.join(",", Collections.nCopies(4, "a")));
    assertThat(rows).extracting(ReadRow::reason).asString().contains("its columns are a, a, a, a;");
    String names = new Fields.Field("text", "text-field").missing("f", List.of("x".repeat(500)));
    assertThat(names).hasSizeLessThan(400).contains("xxx...");
  }

  @Test
  void carriageReturnsEndLinesInAFileWithoutLineFeedsWhereverItIsCut() throws IOException {
    byte[] bytes = "one\rtwo\r\rthree\r".getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      List<String> texts = new ArrayList<>();
      for (int start = 0; start < bytes.length; start += size) {
        ByteInput in = input(bytes, Math.max(0, start - 1));
        in.endLinesAtCarriageReturns();
        FileSlice slice = new FileSlice("file", start, Math.min(bytes.length, start + size));
        all(new LineRecords(in, slice, DECODER, RecordsTest::line))
            .forEach(row -> texts.add(row.text()));
      }
      assertThat(texts).as("slices of %d bytes", size).containsExactly("one", "two", "three");
    }
  }

  @Test
  void aFileBeginsWithoutLineFeedOnlyIfItHasNone() throws IOException {
    for (String with : List.of("a\rb\nc", "a\r\nb", "a", "", "a\r")) {
      assertThat(input(with.getBytes(StandardCharsets.UTF_8), 0).beginsWithoutLineFeed())
          .as(with)
          .isFalse();
    }
    assertThat(input("a\rb".getBytes(StandardCharsets.UTF_8), 0).beginsWithoutLineFeed()).isTrue();
  }

  private static ReadRow line(long position, String line) throws UnreadableRecordException {
    return Fields.text(position, line);
  }

  private static List<ReadRow> json(String text, Fields fields) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Decoder decoder = new Decoder(new ReadLimits(1 << 20, 8), Encoding.UTF_8);
    FileSlice file = new FileSlice("file", 0, bytes.length);
    return all(new LineRecords(input(bytes, 0), file, decoder, new JsonParsing(fields)::parse));
  }

  @Test
  void jsonMayHoldTheNumbersThatPythonAndSparkWrite() throws IOException {
    String values = "\"text\": \"a\", \"b\": [NaN, Infinity, -Infinity, {\"c\": NaN}]";
    assertThat(
            json(
                "{" + values + ", \"label\": 1}\n",
                new Fields("text", Map.of(RowField.LABEL, "label"), null)))
        .extracting(ReadRow::reason)
        .containsOnlyNulls();
    assertThat(
            json(
                "{\"text\": NaN, \"label\": 1}\n{\"text\": \"a\", \"label\": NaN}",
                new Fields("text", Map.of(RowField.LABEL, "label"), null)))
        .extracting(ReadRow::reason)
        .containsExactly("no text", "no label");
  }

  @Test
  void anArrayAndObjectsOverSeveralLinesHaveOneReason() throws IOException {
    String objects = "{\n  \"text\": \"a\",\n  \"n\": [\n 1 ]\n},\n{\n \"text\": \"b\" }\n";
    for (String file : List.of("[\n" + objects + "]", objects, "[{\"text\": \"a\"}]")) {
      assertThat(json(file, Fields.TEXT_ONLY))
          .as(file)
          .filteredOn(row -> !row.text().startsWith(" 1"))
          .extracting(ReadRow::reason)
          .containsOnly("not a JSON object on one line");
    }
    assertThat(json("{\"data\": {\"text\": \"a\"}}", new Fields("data.text", Map.of(), null)))
        .extracting(ReadRow::reason)
        .containsExactly("no field \"data.text\" (fields of an object in the object are not read)");
  }

  @Test
  void onlyALineFeedEndsALineOfJson() throws IOException {
    assertThat(json("{\"text\": \"a\u2028b\u0085c\"}\r\n", Fields.TEXT_ONLY))
        .extracting(ReadRow::text)
        .containsExactly("a\u2028b\u0085c");
  }

  @Test
  void aStrayQuoteCostsItsOwnLineOnly() throws IOException {
    assertThat(csv("text\n\"open\nnext one\nnext two\nnext three\nend"))
        .extracting(ReadRow::reason)
        .containsExactly("a quote that is not closed", null, null, null, null);
    assertThat(csv("text\n\"a line over the limit without an end\nnext"))
        .extracting(ReadRow::reason)
        .containsExactly("longer than max-document-bytes", null);
    String upToTheLimit = "\"a line of 16 by";
    assertThat(csv("text\n" + upToTheLimit + "\nnext"))
        .extracting(ReadRow::reason)
        .containsExactly("longer than max-document-bytes", null);
    assertThat(csv("text\n\"closed\n\"\n\"open"))
        .extracting(ReadRow::text)
        .containsExactly("closed\n", "\"open");
  }

  /** Each line opens a quote that the next ones neither close nor break. */
  @Test
  @Timeout(20)
  void unbalancedQuotesOnEveryLineTakeNoLongerThanTheFileIsLong() throws IOException {
    int lines = 150_000;
    Decoder decoder = new Decoder(new ReadLimits(1 << 18, 8), Encoding.UTF_8);
    ByteInput in = input("x\"y,\"z\n".repeat(lines).getBytes(StandardCharsets.UTF_8), 0);
    CsvColumns columns = columns("text");
    FileSlice file = new FileSlice("file.csv", 0, FileSlice.UNKNOWN_END);
    List<ReadRow> rows = all(new CsvRecords(in, file, decoder, columns));
    assertThat(rows).hasSize(lines);
    assertThat(rows.stream().map(ReadRow::reason).distinct())
        .containsExactly("a quote that is not closed");
  }

  @Test
  void twoStrayQuotesCostTheirOwnLinesOnly() throws IOException {
    assertThat(csv("text\n\"a\nb\nc\n\"d e\nf"))
        .extracting(row -> row.reason() == null ? row.text() : "rejected: " + row.text())
        .containsExactly("rejected: \"a", "b", "c", "rejected: \"d e", "f");
  }

  @Test
  void jsonOfAnyDepthIsARejectedRow() throws IOException {
    Decoder decoder = new Decoder(new ReadLimits(1 << 20, 8), Encoding.UTF_8);
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    String list = "{\"text\": \"b\", \"a\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    byte[] bytes = (deep + "\n" + list + "\n{\"text\": \"c\"}").getBytes(StandardCharsets.UTF_8);
    JsonParsing parsing = new JsonParsing(Fields.TEXT_ONLY);
    FileSlice file = new FileSlice("file", 0, bytes.length);
    assertThat(all(new LineRecords(input(bytes, 0), file, decoder, parsing::parse)))
        .extracting(ReadRow::reason)
        .containsExactly("broken JSON", "broken JSON", null);
  }

  /** 100 MB of one letter, then the end of a line and a good one. */
  private static ByteInput longLine() {
    InputStream letters =
        new InputStream() {
          private long left = 100_000_000;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int read = (int) Math.min(left, length);
            Arrays.fill(target, offset, offset + read, (byte) 'x');
            left -= read;
            return read == 0 ? -1 : read;
          }
        };
    InputStream good = new ByteArrayInputStream("\ngood\n".getBytes(StandardCharsets.UTF_8));
    return new ByteInput(new SequenceInputStream(letters, good), 0);
  }

  @Test
  @Timeout(60)
  void aLineOf100MegabytesIsOneRejectedRowInBoundedMemory() throws IOException {
    FileSlice file = new FileSlice("file", 0, FileSlice.UNKNOWN_END);
    List<ReadRow> lines = all(new LineRecords(longLine(), file, DECODER, Fields::text));
    CsvColumns columns = columns("text");
    List<ReadRow> csv = all(new CsvRecords(longLine(), file, DECODER, columns));
    assertThat(rows(csv)).isEqualTo(rows(lines));
    assertThat(lines)
        .extracting(ReadRow::reason)
        .containsExactly("longer than max-document-bytes", null);
    assertThat(all(new MarkdownRecords(longLine(), DECODER)))
        .extracting(ReadRow::reason)
        .containsExactly("longer than max-document-bytes");
  }
}
