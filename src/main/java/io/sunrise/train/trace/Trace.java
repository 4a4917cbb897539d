package io.sunrise.train.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.nn.BatchResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run did, a JSON object a line: one for each step and, after its last step, each epoch.
 * Lines are held until they are drained, epochs and counts to the end.
 */
public final class Trace {
  /** The file's name in the run's folder. */
  public static final String FILE = "trace.jsonl";

  private static final String PARTS = "parts";
  private static final String EPOCHS = "epochs";
  private static final String SKIPPED = "skipped";
  private static final String SKIPPED_STEPS = "skippedSteps";
  private static final String SKIPPED_IN_A_ROW = "skippedInARow";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringBuilder lines = new StringBuilder();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private int skippedInARow;
  private long skippedSteps;

  /** The trace of which {@link #writeSummary} wrote the summary, with all its lines drained. */
  public static Trace ofSummary(JsonNode summary) {
    Trace trace = new Trace();
    summary.path(EPOCHS).forEach(node -> trace.epochs.add(epoch(node)));
    trace.skippedInARow = summary.path(SKIPPED_IN_A_ROW).asInt();
    trace.skippedSteps = summary.path(SKIPPED_STEPS).asLong();
    return trace;
  }

  /** Writes epochs and counts. */
  public void writeSummary(ObjectNode summary) {
    ArrayNode records = summary.putArray(EPOCHS);
    epochs.forEach(epoch -> records.add(node(epoch)));
    summary.put(SKIPPED_IN_A_ROW, skippedInARow).put(SKIPPED_STEPS, skippedSteps);
  }

  /** The lines added since the last call. */
  public String drain() {
    String drained = lines.toString();
    lines.setLength(0);
    return drained;
  }

  public List<EpochRecord> epochs() {
    return List.copyOf(epochs);
  }

  /** How many steps up to the last one were skipped in a row. */
  public int skippedInARow() {
    return skippedInARow;
  }

  /** How many steps were skipped in all. */
  public long skippedSteps() {
    return skippedSteps;
  }

  /** Adds a line. */
  public void add(StepRecord step) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", "step").put("step", step.step()).put("epoch", step.epoch());
    put(node, "loss", step.loss());
    put(node, "accuracy", step.result().accuracy());
    putParts(node, step.result().parts());
    put(node, "learningRate", step.learningRate());
    put(node, "gradientNorm", step.gradientNorm());
    node.put("tokens", step.tokens());
    put(node, "tokensPerSecond", step.tokensPerSecond());
    if (step.skipped() > 0) {
      node.put(SKIPPED, step.skipped());
      skippedSteps++;
    }
    skippedInARow = step.skipped();
    lines.append(node).append('\n');
  }

  /** Adds a line. */
  public void add(EpochRecord epoch) {
    epochs.add(epoch);
    lines.append(node(epoch)).append('\n');
  }

  private static ObjectNode node(EpochRecord epoch) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", "epoch").put("epoch", epoch.epoch()).put("stage", epoch.stage());
    node.put("step", epoch.step());
    put(node, "trainLoss", epoch.trainLoss());
    put(node, "trainAccuracy", epoch.trainAccuracy());
    put(node, "validationLoss", epoch.validationLoss());
    put(node, "validationAccuracy", epoch.validationAccuracy());
    putParts(node, epoch.validationParts());
    node.put("tokens", epoch.tokens());
    put(node, "seconds", epoch.seconds());
    return node;
  }

  private static EpochRecord epoch(JsonNode node) {
    return new EpochRecord(
        node.path("epoch").asInt(),
        node.path("stage").asText(),
        node.path("step").asLong(),
        number(node, "trainLoss"),
        number(node, "trainAccuracy"),
        number(node, "validationLoss"),
        number(node, "validationAccuracy"),
        parts(node),
        node.path("tokens").asLong(),
        number(node, "seconds"));
  }

  /** Writes the parts of a loss, if it has several. */
  public static void putParts(ObjectNode node, List<BatchResult.Part> parts) {
    if (!parts.isEmpty()) {
      ArrayNode array = node.putArray(PARTS);
      for (BatchResult.Part part : parts) {
        ObjectNode json = array.addObject().put("name", part.name());
        put(json, "loss", part.loss());
        json.put("weight", part.weight());
        json.put("correct", part.correct()).put("targets", part.targets());
      }
    }
  }

  /** Reads what {@link #putParts} wrote. */
  public static List<BatchResult.Part> parts(JsonNode node) {
    List<BatchResult.Part> parts = new ArrayList<>();
    for (JsonNode json : node.path(PARTS)) {
      parts.add(
          new BatchResult.Part(
              json.path("name").asText(),
              number(json, "loss"),
              json.path("weight").asDouble(),
              json.path("correct").asLong(),
              json.path("targets").asLong()));
    }
    return parts;
  }

  private static double number(JsonNode node, String name) {
    return node.path(name).asDouble(Double.NaN);
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
