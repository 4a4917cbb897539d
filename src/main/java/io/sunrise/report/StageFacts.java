package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The contents of a stage's manifest.
 *
 * @param counts by name; {@code dropped.short} is one reason among {@code dropped}
 * @param values further JSON of the stage
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
   * An output file of the stage.
   *
   * @param log whether it records times, so that it differs between runs
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
        JsonFields.number(manifest.path("seconds")),
        manifest.path("hash").asText(),
        counts,
        manifest.path("values"),
        JsonFields.flatten(manifest.path("settings")),
        JsonFields.flatten(manifest.path("versions")),
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

  /** Rejected, dropped and refused rows by reason. */
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

  /** All rejected, dropped and refused rows; summed over the reasons where there is no total. */
  long lost() {
    long totals = 0;
    for (String name : LOST) {
      totals += counts.getOrDefault(name, 0L);
    }
    return totals > 0 ? totals : lostByReason().values().stream().mapToLong(n -> n).sum();
  }
}
