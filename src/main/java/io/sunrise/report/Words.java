package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The word of every id, as {@code tokenizer.json} lists them under {@code model.vocab}. */
record Words(Map<Integer, String> byId) {

  static Words of(JsonNode tokenizer) {
    Map<Integer, String> byId = new HashMap<>();
    tokenizer
        .path("model")
        .path("vocab")
        .fields()
        .forEachRemaining(entry -> byId.put(entry.getValue().asInt(), entry.getKey()));
    return new Words(byId);
  }

  List<String> of(List<Integer> ids) {
    return ids.stream().map(id -> byId.getOrDefault(id, "?")).toList();
  }
}
