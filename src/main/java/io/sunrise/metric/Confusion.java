package io.sunrise.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell of the confusion matrix that is not 0.
 *
 * @param rows how many rows with the label were predicted so
 */
public record Confusion(int label, int prediction, long rows) {

  boolean isCorrect() {
    return label == prediction;
  }

  Map<String, Object> toJson(List<String> labels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", labels.get(label));
    json.put("prediction", labels.get(prediction));
    json.put("rows", rows);
    return json;
  }
}
