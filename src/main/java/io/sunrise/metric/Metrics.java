package io.sunrise.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The metrics of the predictions on one part, each from 0 to 1.
 *
 * @param accuracy share of rows with the correct prediction
 * @param f1 harmonic mean of precision and recall: of class 1 if there are two classes, else the
 *     mean over the classes weighted by their rows
 * @param areaUnderRoc of the score of class 1; empty unless there are exactly two classes and the
 *     part has rows of both
 */
public record Metrics(double accuracy, double f1, OptionalDouble areaUnderRoc) {

  /** As in {@code metrics.json}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accuracy", accuracy);
    json.put("f1", f1);
    areaUnderRoc.ifPresent(area -> json.put("areaUnderRoc", area));
    return json;
  }
}
