package io.sunrise.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well one class is predicted on one part. A share of no rows is 0, as in scikit-learn.
 *
 * @param rows with this label
 * @param precision share of the rows predicted as this class that have its label
 * @param recall share of the rows with its label that are predicted as this class
 */
public record ClassScores(int label, long rows, double precision, double recall) {

  static ClassScores of(int label, List<Confusion> confusions) {
    long rows = 0;
    long predicted = 0;
    long correct = 0;
    for (Confusion each : confusions) {
      rows += each.label() == label ? each.rows() : 0;
      predicted += each.prediction() == label ? each.rows() : 0;
      correct += each.label() == label && each.isCorrect() ? each.rows() : 0;
    }
    return new ClassScores(label, rows, share(correct, predicted), share(correct, rows));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** The harmonic mean of precision and recall. */
  public double f1() {
    double sum = precision + recall;
    return sum == 0 ? 0 : 2 * precision * recall / sum;
  }

  Map<String, Object> toJson(List<String> labels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", labels.get(label));
    json.put("rows", rows);
    json.put("precision", precision);
    json.put("recall", recall);
    json.put("f1", f1());
    return json;
  }
}
