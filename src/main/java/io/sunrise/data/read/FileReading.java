package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.data.read.LineRecords.BlankLines;
import io.sunrise.data.read.LineRecords.PositionedParser;
import io.sunrise.data.read.SourceFiles.CutFiles;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Reads slices of files, in Spark tasks. */
final class FileReading implements Serializable {
  private final String sourceName;
  private final SourceType type;
  private final Fields fields;
  private final Encoding encoding;
  private final CsvFormat csv;
  private final ReadLimits limits;
  private final SerializableConfiguration configuration;

  FileReading(
      Source source,
      RecordFields records,
      ReadLimits limits,
      SerializableConfiguration configuration) {
    this.sourceName = source.name();
    this.type = source.settings().type();
    this.fields = source.fields(records);
    this.encoding = Encoding.of(source.format().encoding(), sourceName);
    this.csv = CsvFormat.of(source.format(), sourceName);
    this.limits = limits;
    this.configuration = configuration;
  }

  /** Whether records can be found from any offset in a file. */
  CutFiles cut() {
    boolean lines =
        type == SourceType.TEXT
            || type == SourceType.JSONL
            || type == SourceType.WIKIEXTRACTOR
            || (type == SourceType.CSV && csv.quote() == CsvFormat.NONE);
    return lines && encoding.keepsLines() ? CutFiles.AT_LINES : CutFiles.NEVER;
  }

  /** The rows of the slices, read lazily. */
  Iterator<Row> read(List<FileSlice> slices) {
    return new RowIterator(slices);
  }

  private Records records(ByteInput in, FileSlice slice) throws IOException {
    Decoder decoder = new Decoder(limits, encoding);
    return switch (type) {
      case TEXT -> lines(in, slice, decoder);
      case JSONL -> new LineRecords(in, slice, decoder, objects(slice));
      case CSV -> new CsvRecords(in, slice, decoder, columns(in, slice, decoder));
      case MARKDOWN -> new MarkdownRecords(in, decoder);
      case WIKIEXTRACTOR -> new WikiRecords(in, slice, decoder);
      case GENERATED, PARQUET -> throw new IllegalStateException(type + " is read elsewhere");
    };
  }

  private PositionedParser objects(FileSlice slice) {
    return fields.records() == null
        ? new JsonParsing(fields)::parse
        : new WholeObjects(fields, slice.file())::parse;
  }

  /** Of whole records, a blank line is one, so that the n-th record is the n-th line. */
  private Records lines(ByteInput in, FileSlice slice, Decoder decoder) throws IOException {
    if (fields.records() == null) {
      return new LineRecords(in, slice, decoder, Fields::text);
    }
    WholeRecords whole = new WholeRecords(fields.records(), slice.file());
    return new LineRecords(in, slice, decoder, whole::line, BlankLines.READ);
  }

  /** Opens a slice; in a file without line feeds, carriage returns end lines. */
  private ByteInput open(FileSlice slice, Configuration hadoop) throws IOException {
    ByteInput in = slice.open(hadoop, encoding);
    try {
      if (slice.start() == 0 ? in.beginsWithoutLineFeed() : beginsWithoutLineFeed(slice, hadoop)) {
        in.endLinesAtCarriageReturns();
      }
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Whether the file does, so that all slices of it find the same lines. */
  private boolean beginsWithoutLineFeed(FileSlice slice, Configuration hadoop) throws IOException {
    try (ByteInput beginning = slice.first().open(hadoop, encoding)) {
      return beginning.beginsWithoutLineFeed();
    }
  }

  /** The columns named by the file's first record, for a slice anywhere in the file. */
  private CsvColumns columns(ByteInput in, FileSlice slice, Decoder decoder) throws IOException {
    if (slice.start() == 0) {
      in.skipByteOrderMark();
      CsvScanner scanner = new CsvScanner(in, csv, limits.recordBytes());
      return CsvColumns.read(scanner, slice.file(), decoder, fields, csv);
    }
    FileSlice first = slice.first();
    try (ByteInput beginning = open(first, configuration.value())) {
      return columns(beginning, first, decoder);
    }
  }

  /** Reads the slices in turn; an error of the file system or a codec becomes a failed row. */
  private final class RowIterator implements Iterator<Row> {
    private final Deque<FileSlice> slices;
    private FileSlice slice;
    private ByteInput in;
    private Records records;
    private Row next;

    RowIterator(List<FileSlice> slices) {
      this.slices = new ArrayDeque<>(slices);
    }

    @Override
    public boolean hasNext() {
      while (next == null && (records != null || !slices.isEmpty())) {
        next = advance();
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = null;
      return row;
    }

    /** The next row of this slice, or null at its end. */
    private Row advance() {
      try {
        if (records == null) {
          slice = slices.remove();
          Configuration hadoop = configuration.value();
          in = open(slice, hadoop);
          records = records(in, slice);
        }
        ReadRow row = records.next();
        if (row != null) {
          return row.toRow(sourceName, slice.file());
        }
        close();
        return null;
      } catch (IOException | RuntimeException e) {
        closeQuietly();
        String reason = SunriseException.reason(e);
        String message = slice.file() + ": cannot be read to its end: " + reason + remedy(reason);
        return ReadRow.failure(message).toRow(sourceName, slice.file());
      }
    }

    /** What Hadoop's decompressors do not say. */
    private static String remedy(String reason) {
      if (reason.startsWith("Unexpected end of input stream")) {
        return "; it is cut off: copy it again";
      }
      return reason.equals("not a gzip file") ? "; rename it without .gz, or compress it" : "";
    }

    private void close() throws IOException {
      records = null;
      in.close();
      in = null;
    }

    private void closeQuietly() {
      try {
        if (in != null) {
          close();
        }
      } catch (IOException e) {
        // The failure that is reported came first.
        in = null;
      }
      records = null;
    }
  }
}
