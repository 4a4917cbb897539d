package io.sunrise.predict;

import io.sunrise.inference.Probabilities;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * The columns that prediction adds to a row: {@code label}, its {@code probability}, and {@code
 * probability_WORD} for each label word. A name that is already a column of the input is prefixed
 * with {@code predicted_}.
 *
 * @param counts the number of rows of each word; exact if {@link #of} runs in the tasks of a write
 * @param unlabelled the number of rows without a label
 */
record LabelColumns(
    StructType input, List<String> words, List<LongAccumulator> counts, LongAccumulator unlabelled)
    implements Serializable {

  static LabelColumns of(SparkSession spark, StructType input, List<String> words) {
    SparkContext context = spark.sparkContext();
    return new LabelColumns(
        input,
        words,
        words.stream().map(word -> context.longAccumulator()).toList(),
        context.longAccumulator());
  }

  /** The schema of the added columns. */
  StructType added() {
    StructType schema = input;
    schema = schema.add(free(schema, "label"), DataTypes.StringType);
    schema = schema.add(free(schema, "probability"), DataTypes.DoubleType);
    for (String label : words) {
      schema = schema.add(free(schema, "probability_" + label), DataTypes.DoubleType);
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
   * The values of the {@link #added} columns of a row; counts the row.
   *
   * @param probabilities of each word; empty for a row without a label, whose values are null
   */
  Row of(double[] probabilities) {
    if (probabilities.length == 0) {
      unlabelled.add(1L);
      return RowFactory.create(new Object[2 + words.size()]);
    }
    int label = Probabilities.highest(probabilities);
    counts.get(label).add(1L);
    Object[] added = new Object[2 + probabilities.length];
    added[0] = words.get(label);
    added[1] = probabilities[label];
    for (int i = 0; i < probabilities.length; i++) {
      added[2 + i] = probabilities[i];
    }
    return RowFactory.create(added);
  }

  /** The number of counted rows. */
  long rows() {
    return unlabelled.value() + counts.stream().mapToLong(LongAccumulator::value).sum();
  }
}
