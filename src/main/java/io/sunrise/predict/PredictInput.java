package io.sunrise.predict;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.struct;

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
import org.apache.spark.sql.Column;
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

  private final SourceType type;
  private final SourceRows read;
  private final Dataset<Row> kept;

  private PredictInput(SourceType type, SourceRows read) {
    this.type = type;
    this.read = read;
    this.kept = read.kept().withColumn(ID, monotonically_increasing_id());
  }

  static PredictInput read(SparkSession spark, InputSettings input, ReadLimits limits) {
    Source source = source(input);
    // Generated sources are not allowed here, so the seed is unused.
    return new PredictInput(
        source.settings().type(), SourceRows.read(spark, List.of(source), 0, limits));
  }

  /** The configured source. */
  static Source source(InputSettings input) {
    SourceType type =
        input
            .type()
            .filter(TYPES::contains)
            .orElseThrow(
                () ->
                    SunriseException.of(
                        "predict.input.type is %s; expected text, jsonl, csv or parquet",
                        input.type().map(t -> Names.kebab(t.name())).orElse("not set")));
    return Source.ofRecords(new SourceSettings(type, input.path(), input.format(), 1, List.of()));
  }

  long count() {
    return read.keptRows();
  }

  /** The rejected rows and the counts by reason. */
  SourceRows source() {
    return read;
  }

  /** Id, path and position of each row. */
  Dataset<Row> places() {
    return kept.select(ID, Schemas.PATH, Schemas.POSITION);
  }

  /** Id, text and {@link #record()} of each row. */
  Dataset<Row> rows() {
    return kept.select(
        col(ID),
        col(Schemas.TEXT),
        type == SourceType.TEXT ? col(Schemas.TEXT) : col(record().name()));
  }

  /**
   * The column with all columns of a row: the text itself, or a JSON object for JSON Lines and CSV.
   */
  StructField record() {
    boolean columns = type == SourceType.PARQUET;
    return DataTypes.createStructField(
        SourceRows.RECORD, columns ? columns() : DataTypes.StringType, false);
  }

  /** The schema of the input. */
  StructType columns() {
    return type == SourceType.TEXT
        ? new StructType().add(Schemas.TEXT, DataTypes.StringType, false)
        : read.recordFields();
  }

  /** The input's columns as one struct, from a {@link #record()}. */
  Column columns(Column record) {
    return switch (type) {
      case JSONL, CSV -> from_json(record, columns());
      case PARQUET -> record;
      default -> struct(record.as(Schemas.TEXT));
    };
  }

  @Override
  public void close() {
    read.close();
  }
}
