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
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordsTest {
  private static final Decoder DECODER = new Decoder(new ReadLimits(16, 8), Encoding.UTF_8);

  private static final CsvFormat CSV = new CsvFormat(',', '"');

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
            (position, line) -> Fields.TEXT_ONLY.row(position, line, null, null)));
  }

  private static List<ReadRow> csv(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return csv(bytes, Fields.TEXT_ONLY, new FileSlice("file.csv", 0, bytes.length));
  }

  private static List<ReadRow> csv(byte[] bytes, Fields fields, FileSlice slice)
      throws IOException {
    ByteInput in = input(bytes, 0);
    CsvScanner scanner = new CsvScanner(in, CSV, DECODER.limits().recordBytes());
    CsvColumns columns = CsvColumns.read(scanner, slice.file(), DECODER, fields, CSV);
    return all(new CsvRecords(in, slice, DECODER, columns, CSV));
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
    CsvColumns columns = new CsvColumns("file", List.of("text"), Fields.TEXT_ONLY, null);
    FileSlice file = new FileSlice("file.csv", 0, FileSlice.UNKNOWN_END);
    List<ReadRow> rows = all(new CsvRecords(in, file, decoder, columns, CSV));
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
    List<ReadRow> lines =
        all(
            new LineRecords(
                longLine(),
                file,
                DECODER,
                (at, line) -> Fields.TEXT_ONLY.row(at, line, null, null)));
    CsvColumns columns = new CsvColumns("file", List.of("text"), Fields.TEXT_ONLY, null);
    List<ReadRow> csv = all(new CsvRecords(longLine(), file, DECODER, columns, CSV));
    assertThat(rows(csv)).isEqualTo(rows(lines));
    assertThat(lines)
        .extracting(ReadRow::reason)
        .containsExactly("longer than max-document-bytes", null);
    assertThat(all(new MarkdownRecords(longLine(), DECODER)))
        .extracting(ReadRow::reason)
        .containsExactly("longer than max-document-bytes");
  }
}
