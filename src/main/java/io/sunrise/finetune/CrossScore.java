package io.sunrise.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.finetune.FoldParts.Part;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How good one run is.
 *
 * @param rows in each part
 * @param validation accuracy on the rows that the epoch and the setting are chosen by
 * @param heldOut accuracy on the fold that the run has not seen
 * @param facts what else there is to say of the run, by name
 */
record CrossScore(
    CrossRun run,
    Map<Part, Long> rows,
    double validation,
    double heldOut,
    Map<String, Number> facts)
    implements Serializable {
  /** Facts of a run with a teacher: accuracies on the fold held out. */
  static final String PLAIN = "plainHeldOutAccuracy";

  static final String TEACHER = "teacherHeldOutAccuracy";
  static final String TAUGHT = "taughtHeldOutAccuracy";

  private static final Map<Part, String> FIELDS =
      new EnumMap<>(
          Map.of(
              Part.LEARNED, "learnedRows",
              Part.VALIDATION, "validationRows",
              Part.HELD_OUT, "heldOutRows"));

  private static final String VALIDATION = "validationAccuracy";
  private static final String HELD_OUT = "heldOutAccuracy";

  /** Numbers that are no facts. */
  private static final Set<String> OWN = Set.of("labelCount", "fold", "seed", VALIDATION, HELD_OUT);

  /**
   * What {@link #toJson} wrote of a run.
   *
   * @throws IllegalArgumentException if a field is missing
   */
  static CrossScore of(CrossRun run, JsonNode json) {
    Map<Part, Long> rows = new EnumMap<>(Part.class);
    FIELDS.forEach((part, field) -> rows.put(part, json.required(field).asLong()));
    Map<String, Number> facts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String name = field.getKey();
      if (field.getValue().isNumber() && !OWN.contains(name) && !FIELDS.containsValue(name)) {
        facts.put(name, field.getValue().numberValue());
      }
    }
    double validation = json.required(VALIDATION).asDouble();
    return new CrossScore(run, rows, validation, json.required(HELD_OUT).asDouble(), facts);
  }

  /**
   * One line of {@code runs.jsonl}.
   *
   * @param setting the searched keys with their values
   */
  Map<String, Object> toJson(Map<String, String> setting) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", run.model().key());
    json.put("labelCount", run.labelCount());
    json.put("setting", new TreeMap<>(setting));
    json.put("fold", 1 + run.fold());
    json.put("seed", run.seed());
    FIELDS.forEach((part, field) -> json.put(field, rows.get(part)));
    json.put(VALIDATION, validation);
    json.put(HELD_OUT, heldOut);
    json.putAll(new TreeMap<>(facts));
    return json;
  }
}
