package io.sunrise.predict;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What prediction adds to a row: {@code label}, its {@code probability}, and {@code
 * probability_WORD} for each label word. A name that a column of the input has gets {@code
 * predicted_} before it.
 */
record LabelColumns(StructType input, List<String> words) implements Serializable {

  /** The columns of the input, then {@link #added}. */
  StructType schema() {
    StructType schema = input;
    schema = schema.add(free(schema, "label"), DataTypes.StringType);
    schema = schema.add(free(schema, "probability"), DataTypes.DoubleType);
    for (String label : words) {
      schema = schema.add(free(schema, "probability_" + label), DataTypes.DoubleType);
    }
    return schema;
  }

  StructField[] added() {
    StructField[] all = schema().fields();
    return Arrays.copyOfRange(all, input.length(), all.length);
  }

  private static String free(StructType schema, String name) {
    String free = name;
    while (isTaken(schema, free)) {
      free = "predicted_" + free;
    }
    return free;
  }

  private static boolean isTaken(StructType schema, String name) {
    // Spark's columns are the same whatever their case.
    return Arrays.stream(schema.fieldNames())
        .anyMatch(field -> field.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
  }

  /** What {@link #added} hold for one row. */
  Object[] values(int label, double[] probabilities) {
    Object[] values = new Object[2 + probabilities.length];
    values[0] = words.get(label);
    values[1] = probabilities[label];
    for (int i = 0; i < probabilities.length; i++) {
      values[2 + i] = probabilities[i];
    }
    return values;
  }
}
