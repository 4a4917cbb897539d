package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
      assertThat(sliced).as("slices of %d bytes", size).isEqualTo(whole);
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
    assertThat(csv("text\n\"closed\n\"\n\"open"))
        .extracting(ReadRow::text)
        .containsExactly("closed\n", "\"open");
  }

  @Test
  void noBytesCrashAReaderOrLoseARow() throws IOException {
    String alphabet = "a\",\n\r{}[]:<doc ></doc>\u0000é\\ud800";
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(60)];
      byte[] letters = alphabet.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = letters[random.nextInt(letters.length)];
      }
      FileSlice slice = new FileSlice("file", 0, bytes.length);
      Fields fields = new Fields("a", "é", null, true);
      long lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().count();
      assertThat(csv(bytes, fields, slice)).hasSizeLessThanOrEqualTo(bytes.length);
      assertThat(all(new WikiRecords(input(bytes, 0), DECODER))).isNotNull();
      assertThat(all(new MarkdownRecords(input(bytes, 0), DECODER))).hasSize(1);
      assertThat(
              all(new LineRecords(input(bytes, 0), slice, DECODER, new JsonParsing(fields)::parse)))
          .hasSizeLessThanOrEqualTo(Math.toIntExact(lines));
    }
  }
}
