package io.sunrise.finetune;

import io.sunrise.finetune.FoldParts.Part;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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

  /**
   * One line of {@code runs.jsonl}.
   *
   * @param setting the searched keys with their values
   */
  Map<String, Object> toJson(Map<String, String> setting) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", run.model().name().toLowerCase(Locale.ROOT));
    json.put("labelCount", run.labelCount());
    json.put("setting", setting);
    json.put("fold", 1 + run.fold());
    json.put("seed", run.seed());
    json.put("learnedRows", rows.get(Part.LEARNED));
    json.put("validationRows", rows.get(Part.VALIDATION));
    json.put("heldOutRows", rows.get(Part.HELD_OUT));
    json.put("validationAccuracy", validation);
    json.put("heldOutAccuracy", heldOut);
    json.putAll(facts);
    return json;
  }
}
