package io.sunrise.finetune;

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
}
