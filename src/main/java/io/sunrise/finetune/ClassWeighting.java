package io.sunrise.finetune;

import io.sunrise.SunriseException;
import io.sunrise.config.ClassWeights;
import io.sunrise.data.Schemas;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The weight of each class in the loss. */
final class ClassWeighting {
  private ClassWeighting() {}

  /** As the settings say, from the train rows; empty where all weigh alike. */
  static List<Double> of(ClassWeights settings, LabelledRows rows) {
    return switch (settings.kind()) {
      case NONE -> List.of();
      case BALANCED -> balanced(counts(rows.train(), rows.classes()));
      case GIVEN -> given(settings, rows.labels());
    };
  }

  /**
   * n / (classes * count), so that every class counts alike in all and a row weighs 1 on average
   * (King and Zeng 2001, "Logistic regression in rare events data"). A class without rows has
   * nothing to weigh.
   */
  static List<Double> balanced(long[] counts) {
    double even = (double) Arrays.stream(counts).sum() / counts.length;
    return Arrays.stream(counts).mapToObj(count -> count == 0 ? 1 : even / count).toList();
  }

  private static long[] counts(Dataset<Row> train, int classes) {
    long[] counts = new long[classes];
    for (Row row : train.groupBy(Schemas.LABEL).count().collectAsList()) {
      counts[row.getInt(0)] = row.getLong(1);
    }
    return counts;
  }

  private static List<Double> given(ClassWeights settings, List<String> labels) {
    requireKnown(settings, labels);
    return labels.stream().map(label -> settings.byLabel().getOrDefault(label, 1.0)).toList();
  }

  /** Refuses weights of labels that no row has. */
  static void requireKnown(ClassWeights settings, List<String> labels) {
    Set<String> unknown = new TreeSet<>(settings.byLabel().keySet());
    labels.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw SunriseException.of(
          "finetune.class-weights names %s, the rows have the labels %s: name those",
          String.join(", ", unknown), String.join(", ", labels));
    }
  }
}
