package io.sunrise.predict;

import io.sunrise.train.Scored;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What prediction adds to a row: {@code label}, its {@code probability}, and {@code
 * probability_WORD} for each label word. A name that a column of the input has gets {@code
 * predicted_} before it.
 */
record LabelColumns(StructType input, List<String> words) implements Serializable {

  StructType schema() {
    StructType schema = input;
    schema = schema.add(free(schema, "label"), DataTypes.StringType);
    schema = schema.add(free(schema, "probability"), DataTypes.DoubleType);
    for (String label : words) {
      schema = schema.add(free(schema, "probability_" + label), DataTypes.DoubleType);
    }
    return schema;
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

  Row of(Scored<InputRow> scored) {
    int width = input.length();
    Object[] values = new Object[width + 2 + words.size()];
    for (int i = 0; i < width; i++) {
      values[i] = scored.row().columns().get(i);
    }
    int label = scored.prediction();
    values[width] = words.get(label);
    values[width + 1] = scored.probabilities()[label];
    for (int i = 0; i < words.size(); i++) {
      values[width + 2 + i] = scored.probabilities()[i];
    }
    return RowFactory.create(values);
  }
}
