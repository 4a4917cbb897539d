package io.sunrise.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a stage did, as {@code manifest.json} in its folder; its presence says that the folder is
 * whole.
 *
 * @param stage the stage's name
 * @param inputHash of settings, seed, inputs and what computed: the same means the same output
 * @param seed of the run
 * @param settings that decided the output, as JSON
 * @param inputs what was read: a stage's name with its manifest's hash, or a path with its
 *     fingerprint
 * @param computedBy the code's version, and what else decides bits, such as the GEMM backend
 * @param outputs every file below the folder, by relative path
 * @param counts rows read, kept, dropped and the like, in the order they were counted
 * @param values whatever else the stage found out, as JSON
 * @param versions of Sunrise, Spark and Java
 * @param seconds the stage took
 */
public record Manifest(
    String stage,
    String inputHash,
    long seed,
    JsonNode settings,
    Map<String, String> inputs,
    Map<String, String> computedBy,
    Map<String, Output> outputs,
    Map<String, Long> counts,
    JsonNode values,
    Map<String, String> versions,
    double seconds) {

  static final String FILE = "manifest.json";

  /**
   * One file.
   *
   * @param bytes its length
   * @param sha256 of its content, in hexadecimal
   * @param log whether it records the run (times, traces) and so is no part of the result
   */
  public record Output(long bytes, String sha256, boolean log) {}

  /**
   * The hash of the result: equal for runs that left the same bytes, whenever and wherever they
   * ran.
   */
  public String hash() {
    return Sha256.of(
        outputs.entrySet().stream()
            .filter(entry -> !entry.getValue().log())
            .map(entry -> entry.getKey() + " " + entry.getValue().sha256())
            .sorted()
            .collect(Collectors.joining("\n", stage + "\n", "\n")));
  }

  byte[] toJson() {
    ObjectNode json = CanonicalJson.MAPPER.createObjectNode();
    json.put("stage", stage).put("hash", hash()).put("inputHash", inputHash).put("seed", seed);
    json.put("seconds", seconds);
    json.set("counts", CanonicalJson.MAPPER.valueToTree(counts));
    json.set("values", values);
    json.set("settings", settings);
    json.set("inputs", CanonicalJson.MAPPER.valueToTree(inputs));
    json.set("computedBy", CanonicalJson.MAPPER.valueToTree(computedBy));
    ObjectNode files = json.putObject("outputs");
    new TreeMap<>(outputs)
        .forEach(
            (path, file) ->
                files
                    .putObject(path)
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256())
                    .put("log", file.log()));
    json.set("versions", CanonicalJson.MAPPER.valueToTree(versions));
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #toJson} wrote; anything else is an {@link IOException}. */
  static Manifest fromJson(byte[] bytes) throws IOException {
    JsonNode json = parse(bytes);
    if (json == null || !json.path("stage").isTextual() || !json.path("outputs").isObject()) {
      throw new IOException("it has no stage with outputs");
    }
    Map<String, Output> outputs = new TreeMap<>();
    json.get("outputs")
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode file = field.getValue();
              outputs.put(
                  field.getKey(),
                  new Output(
                      file.path("bytes").asLong(),
                      file.path("sha256").asText(),
                      file.path("log").asBoolean()));
            });
    Map<String, Long> counts = new LinkedHashMap<>();
    json.path("counts")
        .fields()
        .forEachRemaining(f -> counts.put(f.getKey(), f.getValue().asLong()));
    Manifest manifest =
        new Manifest(
            json.get("stage").asText(),
            json.path("inputHash").asText(),
            json.path("seed").asLong(),
            json.path("settings"),
            texts(json.path("inputs")),
            texts(json.path("computedBy")),
            outputs,
            counts,
            json.path("values"),
            texts(json.path("versions")),
            json.path("seconds").asDouble());
    if (!manifest.hash().equals(json.path("hash").asText())) {
      throw new IOException("its hash is not that of its outputs, so it was changed");
    }
    return manifest;
  }

  private static JsonNode parse(byte[] bytes) throws IOException {
    try {
      return CanonicalJson.MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON from line " + e.getLocation().getLineNr() + " on", e);
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.fields().forEachRemaining(f -> texts.put(f.getKey(), f.getValue().asText()));
    return texts;
  }
}
