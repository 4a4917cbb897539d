package io.sunrise.finetune;

import io.sunrise.metric.ClassScores;
import io.sunrise.metric.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How good one model is on the rows it was chosen by and on rows that nothing has seen. */
record ModelScores(Metrics validation, Metrics test) {
  Map<String, Object> toJson(List<String> labels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("validation", validation.toJson(labels));
    json.put("test", test.toJson(labels));
    return json;
  }

  long validationRows() {
    return rows(validation);
  }

  long testRows() {
    return rows(test);
  }

  private static long rows(Metrics part) {
    return part.classes().stream().mapToLong(ClassScores::rows).sum();
  }

  /** Accuracy on the test part, less that of another model. */
  double gainOver(ModelScores other) {
    return test.accuracy() - other.test.accuracy();
  }

  /**
   * The standard error of the accuracy gained, were the mistakes of both models independent; it is
   * smaller where they share some.
   */
  double gainErrorOver(ModelScores other) {
    return Math.sqrt(accuracyVariance() + other.accuracyVariance());
  }

  private double accuracyVariance() {
    return test.accuracy() * (1 - test.accuracy()) / testRows();
  }
}
