package io.sunrise.predict;

import io.sunrise.config.PredictSettings.PredictedColumns;
import io.sunrise.inference.Scored;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * The columns that prediction adds to a row: {@code label}, its {@code probability}, and {@code
 * probability_WORD} for each label word; {@code embedding}. A name that is already a column of the
 * input is prefixed with {@code predicted_}.
 *
 * @param words empty if no labels are asked for
 * @param embeds whether vectors are asked for
 * @param counts the number of rows of each word; exact if {@link #of} runs in the tasks of a write
 * @param computed the number of rows with a text
 * @param unlabelled the number of rows without
 */
record LabelColumns(
    StructType input,
    List<String> words,
    boolean embeds,
    List<LongAccumulator> counts,
    LongAccumulator computed,
    LongAccumulator unlabelled)
    implements Serializable {

  static LabelColumns of(
      SparkSession spark, StructType input, List<String> labels, PredictedColumns columns) {
    SparkContext context = spark.sparkContext();
    List<String> words = columns.hasLabels() ? labels : List.of();
    return new LabelColumns(
        input,
        words,
        columns.hasEmbeddings(),
        words.stream().map(word -> context.longAccumulator()).toList(),
        context.longAccumulator(),
        context.longAccumulator());
  }

  /** The schema of the added columns. */
  StructType added() {
    StructType schema = input;
    if (!words.isEmpty()) {
      schema = schema.add(free(schema, "label"), DataTypes.StringType);
      schema = schema.add(free(schema, "probability"), DataTypes.DoubleType);
    }
    for (String label : words) {
      schema = schema.add(free(schema, "probability_" + label), DataTypes.DoubleType);
    }
    if (embeds) {
      DataType vector = DataTypes.createArrayType(DataTypes.FloatType, false);
      schema = schema.add(free(schema, "embedding"), vector);
    }
    StructField[] added = Arrays.copyOfRange(schema.fields(), input.length(), schema.length());
    return new StructType(added);
  }

  private static String free(StructType schema, String name) {
    String free = name;
    while (isTaken(schema, free)) {
      free = "predicted_" + free;
    }
    return free;
  }

  private static boolean isTaken(StructType schema, String name) {
    // Spark's column names are case-insensitive.
    return Arrays.stream(schema.fieldNames())
        .anyMatch(field -> field.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The values of the {@link #added} columns of a row, all null where nothing was computed; counts
   * the row.
   */
  Row of(Scored<Serializable> row) {
    double[] probabilities = row.probabilities();
    Object[] added = new Object[(words.isEmpty() ? 0 : 2 + words.size()) + (embeds ? 1 : 0)];
    if (probabilities.length == 0 && row.embedding().length == 0) {
      unlabelled.add(1L);
      return RowFactory.create(added);
    }
    computed.add(1L);
    if (probabilities.length > 0) {
      int label = row.prediction();
      counts.get(label).add(1L);
      added[0] = words.get(label);
      added[1] = probabilities[label];
      for (int i = 0; i < probabilities.length; i++) {
        added[2 + i] = probabilities[i];
      }
    }
    if (embeds) {
      added[added.length - 1] = ArrayUtils.toObject(row.embedding());
    }
    return RowFactory.create(added);
  }

  /** The number of counted rows. */
  long rows() {
    return unlabelled.value() + computed.value();
  }
}
