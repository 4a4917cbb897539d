package io.sunrise.finetune;

import io.sunrise.metric.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;

/** How good one model is on the rows it was chosen by and on rows that nothing has seen. */
record ModelScores(Metrics validation, Metrics test) {
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("validation", validation.toJson());
    json.put("test", test.toJson());
    return json;
  }
}
