package io.sunrise.predict;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.UserInfo;
import io.sunrise.config.Names;
import io.sunrise.config.PredictSettings.InputSettings;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.data.SparkFailures;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows to label, with every column they came with; an id that Spark counts tells them apart.
 */
final class PredictInput implements AutoCloseable {
  private static final String COLUMNS = "columns";
  private static final String ID = "id";
  private static final Set<SourceType> TYPES =
      Set.of(SourceType.TEXT, SourceType.JSONL, SourceType.CSV, SourceType.PARQUET);

  private final SparkSession spark;
  private final SourceSettings settings;
  private final SourceRows read;
  private final Dataset<Row> kept;
  private final Dataset<Row> rows;

  private PredictInput(SparkSession spark, SourceSettings settings, SourceRows read) {
    this.spark = spark;
    this.settings = settings;
    this.read = read;
    this.kept = read.kept().withColumn(ID, functions.monotonically_increasing_id());
    this.rows = withColumns().select(ID, COLUMNS);
  }

  static PredictInput read(SparkSession spark, InputSettings input, ReadLimits limits) {
    SourceSettings settings = settings(input);
    // Nothing here is generated, so no seed is used.
    SourceRows read = SourceRows.read(spark, List.of(Source.ofRecords(settings)), 0, limits);
    try {
      return new PredictInput(spark, settings, read);
    } catch (Exception e) {
      read.close();
      throw SparkFailures.explain(settings.name() + ": its columns cannot be told", e);
    }
  }

  private static SourceSettings settings(InputSettings input) {
    SourceType type =
        input
            .type()
            .filter(TYPES::contains)
            .orElseThrow(
                () ->
                    SunriseException.of(
                        "predict.input.type is %s; expected text, jsonl, csv or parquet",
                        input.type().map(t -> Names.kebab(t.name())).orElse("not set")));
    return new SourceSettings(type, input.path(), input.format(), 1, List.of());
  }

  /** The columns that come in. */
  StructType columns() {
    return (StructType) rows.schema().apply(COLUMNS).dataType();
  }

  long count() {
    return read.keptRows();
  }

  /** Id, path, position and text of each row. */
  Dataset<Row> texts() {
    return kept.select(ID, Schemas.PATH, Schemas.POSITION, Schemas.TEXT);
  }

  /** The id of each row, then its columns. */
  Dataset<Row> rows() {
    return rows.select(col(ID), col(COLUMNS + ".*"));
  }

  /** What could not be read, and how often for which reason. */
  SourceRows source() {
    return read;
  }

  private Dataset<Row> withColumns() {
    return switch (settings.type()) {
      case JSONL, CSV ->
          kept.withColumn(COLUMNS, from_json(col(SourceRows.RECORD), recordSchema()));
      case PARQUET -> joined();
      default -> kept.withColumn(COLUMNS, struct(col(Schemas.TEXT)));
    };
  }

  /** The fields of the first record in their order, then those that only others have. */
  private StructType recordSchema() {
    Row first = kept.orderBy(Schemas.PATH, Schemas.POSITION).select(SourceRows.RECORD).first();
    Set<String> names = new LinkedHashSet<>(fieldNames(first.getString(0)));
    StructType ordered = new StructType();
    if (settings.type() == SourceType.CSV) {
      for (String name : names) {
        ordered = ordered.add(name, DataTypes.StringType);
      }
      return ordered;
    }
    StructType inferred =
        Locations.reader(spark).json(kept.select(SourceRows.RECORD).as(Encoders.STRING())).schema();
    names.addAll(Arrays.asList(inferred.fieldNames()));
    names.retainAll(Arrays.asList(inferred.fieldNames()));
    for (String name : names) {
      ordered = ordered.add(inferred.apply(name));
    }
    return ordered;
  }

  private static List<String> fieldNames(String record) {
    try {
      List<String> names = new ArrayList<>();
      new ObjectMapper().readTree(record).fieldNames().forEachRemaining(names::add);
      return names;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a kept record is valid JSON", e);
    }
  }

  /** Parquet's own columns in their own types, found again by file and row. */
  private Dataset<Row> joined() {
    UDF1<String, String> plain =
        uri -> UserInfo.hide(new Path(java.net.URI.create(uri)).toString());
    Dataset<Row> files =
        Locations.reader(spark)
            .option("recursiveFileLookup", settings.format().recursive())
            .option("pathGlobFilter", settings.format().files())
            .parquet(roots())
            .select(
                struct(col("*")).as(COLUMNS),
                functions
                    .udf(plain, DataTypes.StringType)
                    .apply(col("_metadata.file_path"))
                    .as(Schemas.PATH),
                col("_metadata.row_index").as(Schemas.POSITION));
    return kept.join(
            files,
            kept.col(Schemas.PATH)
                .equalTo(files.col(Schemas.PATH))
                .and(kept.col(Schemas.POSITION).equalTo(files.col(Schemas.POSITION))))
        .select(kept.col(ID), files.col(COLUMNS));
  }

  private String[] roots() {
    try {
      return Locations.find(
              settings.path().orElseThrow(), spark.sparkContext().hadoopConfiguration())
          .stream()
          .map(root -> root.getPath().toString())
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    read.close();
  }
}
