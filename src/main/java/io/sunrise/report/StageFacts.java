package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a stage's manifest says.
 *
 * @param counts as the stage named them; {@code dropped.short} is one reason among {@code dropped}
 * @param values any other JSON that the stage noted
 * @param settings dotted keys
 */
record StageFacts(
    String name,
    double seconds,
    String hash,
    Map<String, Long> counts,
    JsonNode values,
    Map<String, String> settings,
    Map<String, String> versions,
    List<OutputFile> outputs) {
  private static final Set<String> LOST = Set.of("dropped", "rejected", "refused");

  /**
   * A file that the stage left.
   *
   * @param log whether it records times and so differs from run to run
   */
  record OutputFile(String path, long bytes, String sha256, boolean log) {}

  static StageFacts of(JsonNode manifest) {
    Map<String, Long> counts = new LinkedHashMap<>();
    manifest
        .path("counts")
        .fields()
        .forEachRemaining(field -> counts.put(field.getKey(), field.getValue().asLong()));
    return new StageFacts(
        manifest.path("stage").asText(),
        Fields.number(manifest.path("seconds")),
        manifest.path("hash").asText(),
        counts,
        manifest.path("values"),
        Fields.flatten(manifest.path("settings")),
        Fields.flatten(manifest.path("versions")),
        outputs(manifest.path("outputs")));
  }

  private static List<OutputFile> outputs(JsonNode node) {
    List<OutputFile> files = new ArrayList<>();
    node.fields()
        .forEachRemaining(
            field ->
                files.add(
                    new OutputFile(
                        field.getKey(),
                        field.getValue().path("bytes").asLong(),
                        field.getValue().path("sha256").asText(),
                        field.getValue().path("log").asBoolean())));
    return files;
  }

  /** The first of these counts that the stage has. */
  OptionalLong count(String... names) {
    for (String candidate : names) {
      Long value = counts.get(candidate);
      if (value != null) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }

  /** Rows that did not go on, by reason. */
  Map<String, Long> lostByReason() {
    Map<String, Long> reasons = new LinkedHashMap<>();
    counts.forEach(
        (count, value) -> {
          int dot = count.indexOf('.');
          if (dot > 0 && LOST.contains(count.substring(0, dot))) {
            reasons.put(count.substring(dot + 1), value);
          }
        });
    return reasons;
  }

  /** All rows that did not go on; the sum over the reasons where the stage gives no total. */
  long lost() {
    long totals = 0;
    for (String name : LOST) {
      totals += counts.getOrDefault(name, 0L);
    }
    return totals > 0 ? totals : lostByReason().values().stream().mapToLong(n -> n).sum();
  }
}
