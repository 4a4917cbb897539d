package io.sunrise.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How good the predictions of one part are; each a fraction of 0 to 1.
 *
 * @param accuracy share of rows whose prediction is their label
 * @param f1 harmonic mean of precision and recall: of class 1 where there are two classes, else the
 *     mean over the classes weighted by their rows
 * @param areaUnderRoc of the score of class 1; absent where there are not exactly two classes or
 *     the part holds rows of one only
 */
public record Metrics(double accuracy, double f1, OptionalDouble areaUnderRoc) {

  /** As it stands in {@code metrics.json}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accuracy", accuracy);
    json.put("f1", f1);
    areaUnderRoc.ifPresent(area -> json.put("areaUnderRoc", area));
    return json;
  }
}
