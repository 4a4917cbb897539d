package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.data.Schemas;
import io.sunrise.data.SparkFailures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of sources, each either kept or rejected with a reason. The sources are read once; the
 * rows are persisted on the executors' disks until this is closed.
 */
public final class SourceRows implements AutoCloseable {
  /** The label's word; null if no label was requested. */
  public static final String LABEL_WORD = "labelWord";

  /** The user's id; null if not requested. */
  public static final String USER_ID = "userId";

  /** The part that the row belongs to, as the source spells it; null if not requested. */
  public static final String SPLIT = "split";

  /** How much the row counts in training, a number from 0; null if not requested. */
  public static final String WEIGHT = "weight";

  /**
   * All fields of a row; null if not requested, or if the row cannot be parsed. A struct of the
   * columns for Parquet, else a JSON object: for JSON Lines the line itself.
   */
  public static final String RECORD = "record";

  /** The field of the record that a line of a text file is. */
  static final String LINE = "text";

  static final String FAILED = "failed";

  private static final int SHOWN_CHARACTERS = 80;

  static final StructType SCHEMA = schema(DataTypes.StringType);

  static StructType schema(DataType record) {
    return new StructType()
        .add(Schemas.TEXT, DataTypes.StringType, false)
        .add(LABEL_WORD, DataTypes.StringType, true)
        .add(USER_ID, DataTypes.StringType, true)
        .add(SPLIT, DataTypes.StringType, true)
        .add(WEIGHT, DataTypes.StringType, true)
        .add(RECORD, record, true)
        .add(Schemas.SOURCE, DataTypes.StringType, false)
        .add(Schemas.PATH, DataTypes.StringType, false)
        .add(Schemas.POSITION, DataTypes.LongType, false)
        .add(Schemas.BYTES, DataTypes.BinaryType, true)
        .add(Schemas.REASON, DataTypes.StringType, true)
        .add(FAILED, DataTypes.BooleanType, false);
  }

  /**
   * The rows of one source with the same outcome.
   *
   * @param reason why they were rejected; empty: they were kept
   * @param bytes the size of their texts in UTF-8, or of the stored beginnings of rejected rows
   */
  public record Tally(String source, Optional<String> reason, long rows, long bytes) {}

  private final Dataset<Row> rows;
  private final List<Tally> tallies;
  private final StructType recordFields;

  private SourceRows(Dataset<Row> rows, List<Tally> tallies, StructType recordFields) {
    this.rows = rows;
    this.tallies = tallies;
    this.recordFields = recordFields;
  }

  /**
   * Reads the sources.
   *
   * @param seed of generated text
   * @throws SunriseException for a file that cannot be read or lacks the text or label field, and
   *     for a source without a usable row
   */
  public static SourceRows read(
      SparkSession spark, List<Source> sources, long seed, ReadLimits limits) {
    SourceReader reader = new SourceReader(spark, seed, limits);
    Dataset<Row> rows =
        sources.stream()
            .map(source -> withOwnIds(source, reader.read(source), limits))
            .reduce(Dataset::unionByName)
            .orElseThrow(() -> new IllegalArgumentException("no sources"))
            .persist(StorageLevel.DISK_ONLY());
    try {
      List<Tally> tallies = tallies(rows);
      SourceRows read = new SourceRows(rows, tallies, recordFields(rows, reader));
      sources.forEach(read::requireKept);
      sources.forEach(read::requireTextField);
      return read;
    } catch (Exception e) {
      rows.unpersist();
      String names = sources.stream().map(Source::name).collect(Collectors.joining(", "));
      throw SparkFailures.explain(names + ": cannot be read", e);
    }
  }

  /** No rows, of no source. */
  public static SourceRows none(SparkSession spark) {
    return new SourceRows(spark.createDataFrame(List.of(), SCHEMA), List.of(), new StructType());
  }

  private static StructType recordFields(Dataset<Row> rows, SourceReader reader) {
    return rows.schema().apply(RECORD).dataType() instanceof StructType columns
        ? columns
        : reader.records().value();
  }

  private static Dataset<Row> withOwnIds(Source source, Dataset<Row> rows, ReadLimits limits) {
    return source.fields().containsKey(RowField.ID)
        ? UniqueIds.require(rows, limits.rejectedBytes())
        : rows;
  }

  private static List<Tally> tallies(Dataset<Row> rows) {
    List<Tally> tallies = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Dataset<Row> counts =
        rows.groupBy(Schemas.SOURCE, Schemas.REASON, FAILED)
            .agg(count(lit(1)), sum(octet_length(col(Schemas.TEXT))));
    for (Row row : counts.collectAsList()) {
      if (row.getBoolean(2)) {
        failures.add(row.getString(1));
      } else {
        tallies.add(
            new Tally(
                row.getString(0),
                Optional.ofNullable(row.getString(1)),
                row.getLong(3),
                row.getLong(4)));
      }
    }
    failures.stream()
        .min(Comparator.naturalOrder())
        .ifPresent(
            failure -> {
              throw new SunriseException(failure);
            });
    tallies.sort(Comparator.comparing(Tally::source).thenComparing(t -> t.reason().orElse("")));
    return tallies;
  }

  /** Of some files of a source none may hold a row. */
  private void requireKept(Source from) {
    String source = from.name();
    List<Tally> own = tallies.stream().filter(tally -> tally.source().equals(source)).toList();
    if (own.isEmpty() && from.only().isEmpty()) {
      throw SunriseException.of("%s: holds no row; expected at least one text", source);
    }
    if (!own.isEmpty() && own.stream().allMatch(tally -> tally.reason().isPresent())) {
      String reasons =
          own.stream()
              .map(
                  tally ->
                      String.format(
                          Locale.ROOT, "%,d %s", tally.rows(), tally.reason().orElseThrow()))
              .collect(Collectors.joining(", "));
      String mostFrequent = RejectedShare.mostFrequent(own).reason().orElseThrow();
      throw SunriseException.of(
          "%s: none of its %,d rows can be used (%s); the first is %s; %s",
          source,
          rows(own),
          reasons,
          firstRejected(source, mostFrequent),
          RejectedShare.remedy(mostFrequent));
    }
  }

  /** In whole records a missing text is an empty one, but not if no record has the field. */
  private void requireTextField(Source source) {
    if (!tallies.isEmpty() && lacksText(source, recordFields)) {
      throw new SunriseException(noText(source, "no row", recordFields));
    }
  }

  /** Whether no whole JSON object has the field of the text. */
  static boolean lacksText(Source source, StructType fields) {
    return source.settings().type() == SourceType.JSONL
        && source.wholeRecords()
        && !Arrays.asList(fields.fieldNames()).contains(source.format().textField());
  }

  static String noText(Source source, String rows, StructType fields) {
    return String.format(
        "%s: %s has a field \"%s\", its fields are %s; set text-field to one of them",
        source.name(), rows, source.format().textField(), String.join(", ", fields.fieldNames()));
  }

  /** The beginning and the position of the first row that a source lost for the reason. */
  public String firstRejected(String source, String reason) {
    Row first =
        rows.filter(col(Schemas.SOURCE).equalTo(source).and(col(Schemas.REASON).equalTo(reason)))
            .orderBy(Schemas.PATH, Schemas.POSITION)
            .select(Schemas.TEXT, Schemas.PATH, Schemas.POSITION)
            .first();
    return shown(first.getString(0), first.getString(1), first.getLong(2));
  }

  /** The beginning of a row and its position. */
  static String shown(String text, String path, long position) {
    String line = text.replaceAll("[\\p{Cntrl}\\uFFFD]+", " ");
    return String.format(
        Locale.ROOT,
        "\"%s\" in %s at %d",
        line.substring(0, Math.min(SHOWN_CHARACTERS, line.length())),
        path,
        position);
  }

  /** The kept rows, without the columns of rejected rows. */
  public Dataset<Row> kept() {
    return rows.filter(col(Schemas.REASON).isNull()).drop(Schemas.BYTES, Schemas.REASON, FAILED);
  }

  /** All rows; the text of a rejected one is null. */
  public Dataset<Row> all() {
    return rows.select(
        when(col(Schemas.REASON).isNull(), col(Schemas.TEXT)).as(Schemas.TEXT),
        col(RECORD),
        col(Schemas.PATH),
        col(Schemas.POSITION));
  }

  /**
   * The fields of {@link #RECORD}: those of the first record in their order, then those that only
   * other records have.
   */
  public StructType recordFields() {
    return recordFields;
  }

  /** The rejected rows, with the schema {@link Schemas#REJECTED}. */
  public Dataset<Row> rejected() {
    return rows.filter(col(Schemas.REASON).isNotNull().and(not(col(FAILED))))
        .selectExpr(Schemas.REJECTED.fieldNames());
  }

  /** The number of rows by source and reason. */
  public List<Tally> tallies() {
    return tallies;
  }

  public long keptRows() {
    return rows(tallies.stream().filter(tally -> tally.reason().isEmpty()).toList());
  }

  public long rejectedRows() {
    return rows(tallies.stream().filter(tally -> tally.reason().isPresent()).toList());
  }

  private static long rows(List<Tally> tallies) {
    return tallies.stream().mapToLong(Tally::rows).sum();
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
