package io.sunrise.predict;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import io.sunrise.SunriseException;
import io.sunrise.config.PredictSettings.OutputFormat;
import io.sunrise.data.read.RecordValues;
import io.sunrise.data.read.SourceRows;
import io.sunrise.inference.Scored;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns with Spark's types, written by Spark.
 *
 * @param record the column of the record: a struct, or a JSON object
 * @param columns the input's columns
 * @param strings the names of columns of strings, whose values are taken from the JSON object as
 *     they are spelled; none if the record is a struct
 */
record TypedRows(
    StructField record,
    StructType columns,
    List<String> strings,
    LabelColumns labels,
    OutputFormat format)
    implements OutputRows {
  private static final String STRINGS = "strings";
  private static final String ADDED = "added";

  /** An option of from_json: a field of no name that JSON could have holds unreadable records. */
  private static final Map<String, String> NO_CORRUPT_RECORD =
      Map.of("columnNameOfCorruptRecord", "\0");

  static TypedRows ofStructs(PredictInput input, LabelColumns labels, OutputFormat format) {
    return new TypedRows(input.record(), input.columns(), List.of(), labels, format);
  }

  static TypedRows ofObjects(PredictInput input, LabelColumns labels) {
    StructType columns = input.columns();
    requireDistinct(input.name(), columns);
    List<String> strings =
        Arrays.stream(columns.fields())
            .filter(field -> field.dataType().equals(DataTypes.StringType))
            .map(StructField::name)
            .toList();
    return new TypedRows(input.record(), columns, strings, labels, OutputFormat.PARQUET);
  }

  /** Spark's column names are case-insensitive. */
  private static void requireDistinct(String input, StructType columns) {
    Map<String, String> names = new HashMap<>();
    for (String name : columns.fieldNames()) {
      String other = names.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw SunriseException.of(
            "%s: its columns \"%s\" and \"%s\" differ in upper and lower case only, which Spark's"
                + " Parquet files cannot hold; rename one, or set predict.output-format = jsonl",
            input, other, name);
      }
    }
  }

  @Override
  public Iterator<Row> ofFile(Iterator<Scored<Serializable>> records) {
    return IteratorUtils.transformedIterator(records, this::row);
  }

  private Row row(Scored<Serializable> labelled) {
    Serializable all = labelled.row();
    String[] values =
        all instanceof String object
            ? RecordValues.of(object, strings)
            : new String[strings.size()];
    return RowFactory.create(all, values, labels.of(labelled));
  }

  @Override
  public DataFrameWriter<Row> writer(SparkSession spark, JavaRDD<Row> rows) {
    // Dates before 1582 as they are read, and timestamps of the type that readers expect today.
    spark.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    StructType schema =
        new StructType()
            .add(record)
            .add(STRINGS, DataTypes.createArrayType(DataTypes.StringType))
            .add(ADDED, labels.added(), false);
    List<Column> selected = new ArrayList<>();
    for (String name : columns.fieldNames()) {
      int string = strings.indexOf(name);
      Column value =
          string < 0 ? col(SourceRows.RECORD).getField(name) : col(STRINGS).getItem(string);
      selected.add(value.as(name));
    }
    selected.add(col(ADDED + ".*"));
    Column struct =
        record.dataType() instanceof StructType
            ? col(SourceRows.RECORD)
            : from_json(col(SourceRows.RECORD), typed(), NO_CORRUPT_RECORD);
    return options(
        spark
            .createDataFrame(rows, schema)
            .withColumn(SourceRows.RECORD, struct)
            .select(selected.toArray(Column[]::new))
            .write());
  }

  /** The columns that are parsed from the JSON object. */
  private StructType typed() {
    return new StructType(
        Arrays.stream(columns.fields())
            .filter(field -> !strings.contains(field.name()))
            .toArray(StructField[]::new));
  }

  private DataFrameWriter<Row> options(DataFrameWriter<Row> writer) {
    return switch (format) {
      case PARQUET -> writer.format("parquet").option("compression", "zstd");
      case JSONL -> writer.format("json").option("ignoreNullFields", false);
      case CSV ->
          writer
              .format("csv")
              .option("header", true)
              .option("escape", "\"")
              .option("emptyValue", "")
              .option("ignoreLeadingWhiteSpace", false)
              .option("ignoreTrailingWhiteSpace", false);
    };
  }
}
