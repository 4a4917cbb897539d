package io.sunrise.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that decides a stage's output: the same again means the same bytes.
 *
 * @param stage the stage's name
 * @param settings that decide, as JSON
 * @param inputs by stage name or path: a hash
 * @param computedBy the code's version, and what else {@link Stage#computedBy()} names
 */
record Provenance(
    String stage,
    long seed,
    JsonNode settings,
    Map<String, String> inputs,
    Map<String, String> computedBy) {
  private static final int CHANGES_NAMED = 3;
  private static final String NONE = "none";

  static Provenance of(Stage stage, long seed, Map<String, String> inputs) {
    Map<String, String> computedBy = new TreeMap<>(stage.computedBy());
    computedBy.put("code", CodeVersion.current());
    JsonNode settings = CanonicalJson.MAPPER.valueToTree(CanonicalJson.plain(stage.settings()));
    return new Provenance(stage.name(), seed, settings, inputs, computedBy);
  }

  String hash() {
    return Sha256.of(CanonicalJson.of(this));
  }

  /** What is not as it was for earlier output, in one line. */
  String changesSince(Manifest earlier) {
    List<String> changes = new ArrayList<>();
    if (seed != earlier.seed()) {
      changes.add(changed("seed", earlier.seed(), seed));
    }
    compare(leaves(earlier.settings()), leaves(settings))
        .forEach((name, values) -> changes.add(changed(name, values.get(0), values.get(1))));
    boolean sameSettings = changes.isEmpty();
    compare(earlier.inputs(), inputs)
        .forEach(
            (name, hashes) -> {
              // Which inputs are read follows from the settings, and was told with them.
              if (sameSettings || !hashes.contains(NONE)) {
                changes.add("the input " + name + " changed");
              }
            });
    compare(earlier.computedBy(), computedBy)
        .forEach(
            (name, values) -> changes.add(changed("the " + name, values.get(0), values.get(1))));
    if (changes.isEmpty()) {
      return "its manifest is of another version";
    }
    int more = changes.size() - CHANGES_NAMED;
    return String.join("; ", changes.subList(0, Math.min(CHANGES_NAMED, changes.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static String changed(String name, Object from, Object to) {
    return name + " changed (" + from + " -> " + to + ")";
  }

  /** The names whose values differ, with the earlier value and the present one. */
  private static Map<String, List<String>> compare(
      Map<String, String> earlier, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(earlier.keySet());
    names.addAll(now.keySet());
    Map<String, List<String>> different = new TreeMap<>();
    for (String name : names) {
      if (!Objects.equals(earlier.get(name), now.get(name))) {
        different.put(
            name, List.of(earlier.getOrDefault(name, NONE), now.getOrDefault(name, NONE)));
      }
    }
    return different;
  }

  /** Every value by its dotted path. */
  private static Map<String, String> leaves(JsonNode json) {
    Map<String, String> leaves = new TreeMap<>();
    addLeaves("", json, leaves);
    return leaves;
  }

  private static void addLeaves(String path, JsonNode json, Map<String, String> leaves) {
    if (json.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      json.fields().forEachRemaining(f -> addLeaves(prefix + f.getKey(), f.getValue(), leaves));
    } else if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        addLeaves(path + "[" + i + "]", json.get(i), leaves);
      }
    } else {
      leaves.put(path, json.asText());
    }
  }
}
