package io.sunrise.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.config.Settings.ReportSettings;
import io.sunrise.inference.SentenceTrace;
import io.sunrise.model.ModelFolder;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Collects a run in one JSON document, {@code run.json}:
 *
 * <pre>
 * { title, finishedAt, machine: {master, cores, system, java, spark},
 *   stages: [manifest of each stage], samples: {document, tokens, labelled},
 *   masked: pretrain/examples.json, neighbours: pretrain/neighbours.json,
 *   pretrain|finetune|scratch: {epochs: [..], steps: [..]},
 *   metrics: finetune/metrics.json, crossValidation: manifest of cross-validate,
 *   trace: the example text's way through the fine-tuned model }
 * </pre>
 *
 * <p>Files that a stage did not write are left out.
 */
final class RunJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StageRun run;
  private final ReportSettings settings;
  private final FileSystem fileSystem;

  RunJson(StageRun run, ReportSettings settings) {
    this.run = run;
    this.settings = settings;
    this.fileSystem = run.fileSystem();
  }

  ObjectNode gather(Instant finishedAt, List<String> stages) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("title", settings.title()).put("finishedAt", finishedAt.toString());
    json.set("machine", machine());
    ArrayNode manifests = json.putArray("stages");
    for (String stage : stages) {
      manifests.add(read(stage, "manifest.json"));
    }
    json.set("samples", samples());
    putIfThere(json, "masked", read("pretrain", "examples.json"));
    putIfThere(json, "neighbours", read("pretrain", "neighbours.json"));
    json.set("pretrain", trace("pretrain", "trace.jsonl"));
    json.set("finetune", trace("finetune", "trace.jsonl"));
    json.set("scratch", trace("finetune", "scratch/trace.jsonl"));
    putIfThere(json, "metrics", read("finetune", "metrics.json"));
    putIfThere(json, "crossValidation", read("cross-validate", "manifest.json"));
    if (fileSystem.exists(new Path(run.input("finetune"), ModelFolder.WEIGHTS))) {
      ModelFolder model = ModelFolder.open(fileSystem, run.input("finetune"), Map.of());
      json.set(
          "trace", MAPPER.valueToTree(SentenceTrace.of(model, settings.exampleText()).toJson()));
    }
    return json;
  }

  private ObjectNode machine() {
    var context = run.spark().sparkContext();
    return MAPPER
        .createObjectNode()
        .put("master", context.master())
        .put("cores", context.defaultParallelism())
        .put(
            "system",
            "%s %s (%s)"
                .formatted(
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch")))
        .put("java", System.getProperty("java.version"))
        .put("spark", run.spark().version());
  }

  private ObjectNode samples() throws IOException {
    ObjectNode samples = MAPPER.createObjectNode();
    SampleRows rows = new SampleRows(run.spark(), fileSystem);
    rows.document(run.input("collect") + "/documents")
        .ifPresent(
            row ->
                samples
                    .putObject("document")
                    .put("text", row.<String>getAs("text"))
                    .put("source", row.<String>getAs("source")));
    Map<Integer, String> vocabulary = vocabulary(read("preprocess", "tokenizer.json"));
    rows.tokens(run.input("preprocess") + "/tokens")
        .ifPresent(
            ids -> {
              ObjectNode node = samples.putObject("tokens");
              node.set(
                  "tokens",
                  MAPPER.valueToTree(
                      ids.stream().map(id -> vocabulary.getOrDefault(id, "?")).toList()));
              node.set("ids", MAPPER.valueToTree(ids));
            });
    JsonNode labels = read("label", "labels.json");
    rows.labelled(run.input("label") + "/train")
        .ifPresent(
            row ->
                samples
                    .putObject("labelled")
                    .put("text", row.<String>getAs("text"))
                    .put("label", label(labels, row.getAs("label"))));
    return samples;
  }

  /** The token of every id, as {@code tokenizer.json} lists them under {@code model.vocab}. */
  private static Map<Integer, String> vocabulary(JsonNode tokenizer) {
    Map<Integer, String> byId = new HashMap<>();
    for (Map.Entry<String, JsonNode> token : tokenizer.at("/model/vocab").properties()) {
      byId.put(token.getValue().asInt(), token.getKey());
    }
    return byId;
  }

  private static String label(JsonNode labels, int place) {
    JsonNode words = labels.isArray() ? labels : labels.path("labels");
    return words.path(place).asText(Integer.toString(place));
  }

  /** The lines of a training trace, separated by their type. */
  private ObjectNode trace(String stage, String file) throws IOException {
    ObjectNode trace = MAPPER.createObjectNode();
    ArrayNode epochs = trace.putArray("epochs");
    ArrayNode steps = trace.putArray("steps");
    Path path = new Path(run.input(stage), file);
    if (!fileSystem.exists(path)) {
      return trace;
    }
    for (String line : text(path).lines().filter(line -> !line.isBlank()).toList()) {
      JsonNode entry = parse(path, line);
      (entry.path("type").asText().equals("epoch") ? epochs : steps).add(entry);
    }
    return trace;
  }

  private JsonNode read(String stage, String file) throws IOException {
    Path path = new Path(run.input(stage), file);
    return fileSystem.exists(path) ? parse(path, text(path)) : MissingNode.getInstance();
  }

  private String text(Path path) throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonNode parse(Path path, String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new SunriseException(
          "%s: not JSON (%s); run the stage that wrote it again with --force"
              .formatted(path, e.getOriginalMessage()),
          e);
    }
  }

  private static void putIfThere(ObjectNode json, String name, JsonNode value) {
    if (!value.isMissingNode()) {
      json.set(name, value);
    }
  }
}
