package io.sunrise.predict;

import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.sunrise.SunriseException;
import io.sunrise.config.Names;
import io.sunrise.config.PredictSettings.InputSettings;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows to label, read once, with all columns of the input; identified by an id that Spark
 * assigns.
 */
final class PredictInput implements AutoCloseable {
  private static final String ID = "id";
  private static final Set<SourceType> TYPES =
      Set.of(SourceType.TEXT, SourceType.JSONL, SourceType.CSV, SourceType.PARQUET);

  private final SourceSettings settings;
  private final SourceRows read;
  private final Dataset<Row> all;
  private InputOrder order;

  private PredictInput(SourceSettings settings, SourceRows read) {
    this.settings = settings;
    this.read = read;
    this.all = read.all().withColumn(ID, monotonically_increasing_id());
  }

  static PredictInput read(SparkSession spark, Source source, ReadLimits limits) {
    // Generated sources are not allowed here, so the seed is unused.
    return new PredictInput(source.settings(), SourceRows.read(spark, List.of(source), 0, limits));
  }

  /**
   * The configured source.
   *
   * @param only the paths of the files to read; empty: all
   */
  static Source source(InputSettings input, Set<String> only) {
    SourceType type =
        input
            .type()
            .filter(TYPES::contains)
            .orElseThrow(
                () ->
                    SunriseException.of(
                        "predict.input.type is %s; expected text, jsonl, csv or parquet",
                        input.type().map(t -> Names.kebab(t.name())).orElse("not set")));
    return Source.ofRecords(
        new SourceSettings(type, input.path(), input.format(), 1, List.of()), only);
  }

  /** The number of rows, including those that cannot be read or have no text. */
  long count() {
    return read.keptRows() + read.rejectedRows();
  }

  /** The rejected rows and the counts by reason. */
  SourceRows source() {
    return read;
  }

  /** The order of all rows. */
  InputOrder order() {
    if (order == null) {
      order = InputOrder.of(all.select(ID, Schemas.PATH, Schemas.POSITION));
    }
    return order;
  }

  /** Id, text and {@link #record()} of each row; the text of one that cannot be read is null. */
  Dataset<Row> rows() {
    return all.select(ID, Schemas.TEXT, SourceRows.RECORD);
  }

  /** Whether the columns have types of their own, as in Parquet. */
  boolean isTyped() {
    return settings.type() == SourceType.PARQUET;
  }

  /** The column with all columns of a row: a struct if they are typed, else a JSON object. */
  StructField record() {
    return DataTypes.createStructField(
        SourceRows.RECORD, isTyped() ? columns() : DataTypes.StringType, true);
  }

  /** The schema of the input. */
  StructType columns() {
    return read.recordFields();
  }

  /** Name of the input in messages. */
  String name() {
    return settings.name();
  }

  /** The marks of a CSV input, or those of RFC 4180. */
  CsvLines.Dialect csv() {
    return settings.type() == SourceType.CSV
        ? new CsvLines.Dialect(
            settings.format().delimiter(), settings.format().quote(), settings.format().escape())
        : CsvLines.Dialect.RFC_4180;
  }

  @Override
  public void close() {
    read.close();
  }
}
