package io.sunrise.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What a run did, a JSON object a line: one for each step and, after its last step, each epoch. */
final class Trace {
  /** The file's name in the run's folder and in every checkpoint. */
  static final String FILE = "trace.jsonl";

  private static final String SKIPPED = "skipped";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringBuilder text = new StringBuilder();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private int skippedInARow;
  private long skippedSteps;

  /** What {@link #text} gave. */
  static Trace parse(String text) throws JsonProcessingException {
    Trace trace = new Trace();
    trace.text.append(text);
    for (String line : text.lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.path("type").asText().equals("epoch")) {
        trace.epochs.add(epoch(node));
      } else {
        trace.count(node.path(SKIPPED).asInt());
      }
    }
    return trace;
  }

  String text() {
    return text.toString();
  }

  List<EpochRecord> epochs() {
    return List.copyOf(epochs);
  }

  /** How many steps up to the last one were left out in a row. */
  int skippedInARow() {
    return skippedInARow;
  }

  /** How many steps were left out in all. */
  long skippedSteps() {
    return skippedSteps;
  }

  private void count(int skipped) {
    skippedInARow = skipped;
    skippedSteps += skipped > 0 ? 1 : 0;
  }

  void add(StepRecord step) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", "step").put("step", step.step()).put("epoch", step.epoch());
    put(node, "loss", step.loss());
    put(node, "accuracy", step.accuracy());
    put(node, "learningRate", step.learningRate());
    put(node, "gradientNorm", step.gradientNorm());
    node.put("tokens", step.tokens());
    put(node, "tokensPerSecond", step.tokensPerSecond());
    if (step.skipped() > 0) {
      node.put(SKIPPED, step.skipped());
    }
    count(step.skipped());
    text.append(node).append('\n');
  }

  void add(EpochRecord epoch) {
    epochs.add(epoch);
    ObjectNode node = JSON.createObjectNode();
    node.put("type", "epoch").put("epoch", epoch.epoch()).put("stage", epoch.stage());
    node.put("step", epoch.step());
    put(node, "trainLoss", epoch.trainLoss());
    put(node, "trainAccuracy", epoch.trainAccuracy());
    put(node, "validationLoss", epoch.validationLoss());
    put(node, "validationAccuracy", epoch.validationAccuracy());
    node.put("tokens", epoch.tokens());
    put(node, "seconds", epoch.seconds());
    text.append(node).append('\n');
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
        node.path("tokens").asLong(),
        number(node, "seconds"));
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
