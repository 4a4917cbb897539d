package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever bytes stand before them, good rows are read, and every line is kept or rejected.
 *
 * <p>The bytes are random, or pieces of what the formats give meaning to: quotes, braces, marks,
 * halves of characters, zero-width and right-to-left marks.
 */
class ReadersFuzzTest {
  private static final int GOOD_ROWS = 20;
  private static final Decoder DECODER = new Decoder(new ReadLimits(48, 16), Encoding.UTF_8);
  private static final CsvFormat CSV = new CsvFormat(',', '"', CsvFormat.NONE);
  private static final Fields FIELDS = new Fields("text", Map.of(), new RecordFields());

  private static final List<String> PIECES =
      List.of(
          "a",
          "good",
          "\"",
          "\"\"",
          ",",
          "\n",
          "\r\n",
          "\r",
          " ",
          "\t",
          "{",
          "}",
          "[",
          "]",
          ":",
          "{\"text\":",
          "\"text\"",
          "{\"text\": \"b\"}",
          "<doc ",
          "<doc id=\"1\">\n",
          "</doc>",
          "</doc>\n",
          "\0",
          "\\",
          "\\ud800",
          "\\u0000",
          "# ",
          "> ",
          "- ",
          "```",
          "---\n",
          "|",
          "<!--",
          "&#",
          "\u200B",
          "\u200F\u202E",
          "e\u0301\u0302",
          "\uFEFF",
          "\uFFFD",
          "\uD83D\uDE00",
          "null",
          "1e999",
          "x".repeat(60));

  private static final List<byte[]> HALVES =
      List.of(
          new byte[] {(byte) 0xC3}, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF0, (byte) 0x9F}, new byte[] {(byte) 0xFF, (byte) 0xFE});

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    Arbitrary<byte[]> joined =
        Arbitraries.of(pieces()).list().ofMaxSize(60).map(ReadersFuzzTest::join);
    return Arbitraries.oneOf(List.of(random, joined));
  }

  private static List<byte[]> pieces() {
    List<byte[]> pieces = new ArrayList<>(HALVES);
    PIECES.forEach(text -> pieces.add(text.getBytes(StandardCharsets.UTF_8)));
    return pieces;
  }

  private static byte[] join(List<byte[]> pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    pieces.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static ByteInput input(byte[] bytes, int from) {
    return new ByteInput(new ByteArrayInputStream(bytes, from, bytes.length - from), from);
  }

  /** All rows, whose positions rise. */
  private static List<ReadRow> all(Records records) throws IOException {
    List<ReadRow> rows = new ArrayList<>();
    for (ReadRow row = records.next(); row != null; row = records.next()) {
      assertThat(row.position())
          .isGreaterThan(rows.isEmpty() ? -1 : rows.get(rows.size() - 1).position());
      assertThat(row.failed()).isFalse();
      rows.add(row);
    }
    return rows;
  }

  /** As Spark's rows, which compare bytes by their content. */
  private static void assertSameRows(List<ReadRow> found, List<ReadRow> expected) {
    assertThat(found.stream().map(row -> row.toRow("source", "path")).toList())
        .isEqualTo(expected.stream().map(row -> row.toRow("source", "path")).toList());
  }

  private static List<ReadRow> lines(byte[] bytes, int start, int end) throws IOException {
    FileSlice slice = new FileSlice("file", start, end);
    return all(new LineRecords(input(bytes, Math.max(0, start - 1)), slice, DECODER, Fields::text));
  }

  private static List<ReadRow> json(byte[] bytes) throws IOException {
    FileSlice slice = new FileSlice("file", 0, bytes.length);
    return all(new LineRecords(input(bytes, 0), slice, DECODER, new JsonParsing(FIELDS)::parse));
  }

  private static List<ReadRow> csv(byte[] bytes, CsvFormat format, int start, int end)
      throws IOException {
    ByteInput whole = input(bytes, 0);
    CsvColumns columns =
        CsvColumns.read(new CsvScanner(whole, format, 48), "file", DECODER, FIELDS, format);
    ByteInput in = start == 0 ? whole : input(bytes, start - 1);
    return all(new CsvRecords(in, new FileSlice("file", start, end), DECODER, columns));
  }

  /** The bytes, a line feed if they do not end with one, and good rows. */
  private static byte[] withGoodRows(String header, byte[] bytes, String good) {
    return join(
        List.of(
            header.getBytes(StandardCharsets.UTF_8),
            bytes,
            ("\n" + good.repeat(GOOD_ROWS)).getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertGoodRowsAreKept(List<ReadRow> rows) {
    assertThat(rows.subList(rows.size() - GOOD_ROWS, rows.size()))
        .allSatisfy(row -> assertThat(row.reason()).isNull())
        .allSatisfy(row -> assertThat(row.text()).isEqualTo("good row"));
  }

  private static long linesThatAreNotBlank(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String marked = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
    return List.of(marked.split("\n", -1)).stream()
        .filter(line -> !line.matches("[ \t\r]{0,48}"))
        .count();
  }

  @Property
  void everyLineOfTextIsKeptOrRejected(@ForAll("bytes") byte[] bytes) throws IOException {
    byte[] file = withGoodRows("", bytes, "good row\n");
    List<ReadRow> rows = lines(file, 0, file.length);
    assertThat(rows).hasSize((int) linesThatAreNotBlank(file));
    assertGoodRowsAreKept(rows);
  }

  @Property
  void everyLineOfJsonIsKeptOrRejected(@ForAll("bytes") byte[] bytes) throws IOException {
    byte[] file = withGoodRows("", bytes, "{\"text\": \"good row\"}\n");
    List<ReadRow> rows = json(file);
    assertThat(rows).hasSize((int) linesThatAreNotBlank(file));
    assertGoodRowsAreKept(rows);
  }

  @Property
  void noQuotesCostARowBehindThem(@ForAll("bytes") byte[] bytes) throws IOException {
    byte[] file = withGoodRows("text\n", bytes, "good row\n");
    assertGoodRowsAreKept(csv(file, CSV, 0, file.length));
  }

  @Property
  void everyLineOfCsvWithoutQuotesIsKeptOrRejectedWhereverItIsCut(
      @ForAll("bytes") byte[] bytes, @ForAll @IntRange(min = 1, max = 80) int size)
      throws IOException {
    CsvFormat plain = new CsvFormat(',', CsvFormat.NONE, CsvFormat.NONE);
    byte[] file = withGoodRows("text\n", bytes, "good row\n");
    List<ReadRow> sliced = new ArrayList<>();
    for (int start = 0; start < file.length; start += size) {
      sliced.addAll(csv(file, plain, start, Math.min(file.length, start + size)));
    }
    assertSameRows(sliced, csv(file, plain, 0, file.length));
    assertGoodRowsAreKept(sliced);
  }

  @Property
  void wikiDocumentsBehindAnythingAreRead(@ForAll("bytes") byte[] bytes) throws IOException {
    byte[] file = withGoodRows("", bytes, "<doc id=\"1\">\ngood row\n</doc>\n");
    assertGoodRowsAreKept(wiki(file, 0, file.length));
  }

  private static List<ReadRow> wiki(byte[] bytes, int start, int end) throws IOException {
    FileSlice slice = new FileSlice("file", start, end);
    return all(new WikiRecords(input(bytes, Math.max(0, start - 1)), slice, DECODER));
  }

  @Property
  void everyWikiDocumentIsReadByOneSliceWhereverTheFileIsCut(
      @ForAll("bytes") byte[] bytes, @ForAll @IntRange(min = 1, max = 80) int size)
      throws IOException {
    byte[] file = withGoodRows("", bytes, "<doc id=\"1\">\ngood row\n</doc>\n");
    List<ReadRow> sliced = new ArrayList<>();
    for (int start = 0; start < file.length; start += size) {
      sliced.addAll(wiki(file, start, Math.min(file.length, start + size)));
    }
    assertSameRows(sliced, wiki(file, 0, file.length));
  }

  @Property
  void aMarkdownFileIsOneRow(@ForAll("bytes") byte[] bytes) throws IOException {
    assertThat(all(new MarkdownRecords(input(bytes, 0), DECODER))).hasSize(1);
  }

  @Property
  void slicesHoldEveryLineOnce(
      @ForAll("bytes") byte[] bytes, @ForAll @IntRange(min = 1, max = 80) int size)
      throws IOException {
    List<ReadRow> sliced = new ArrayList<>();
    for (int start = 0; start < bytes.length; start += size) {
      sliced.addAll(lines(bytes, start, Math.min(bytes.length, start + size)));
    }
    assertSameRows(sliced, lines(bytes, 0, bytes.length));
  }

  @Provide
  Arbitrary<Charset> charsets() {
    return Arbitraries.of(
            "UTF-16",
            "UTF-16LE",
            "UTF-32",
            "Shift_JIS",
            "GB18030",
            "ISO-2022-JP",
            "Big5",
            "IBM1047")
        .map(Charset::forName);
  }

  @Property
  void anyBytesInAnyEncodingBecomeTheTextThatJavaMakesOfThem(
      @ForAll("bytes") byte[] bytes, @ForAll("charsets") Charset charset) throws IOException {
    try (Utf8Stream stream = new Utf8Stream(new ByteArrayInputStream(bytes), charset)) {
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(new String(bytes, charset));
    }
  }
}
