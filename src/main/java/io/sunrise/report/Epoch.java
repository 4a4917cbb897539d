package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a training trace: what an epoch reached. What was not measured is NaN.
 *
 * @param number counted through pre-training and fine-tuning, from 1
 * @param step the last step of the epoch
 */
record Epoch(
    int number,
    long step,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    double seconds) {

  static List<Epoch> listOf(JsonNode array) {
    List<Epoch> epochs = new ArrayList<>();
    array.forEach(node -> epochs.add(of(node)));
    return epochs;
  }

  private static Epoch of(JsonNode node) {
    return new Epoch(
        node.path("epoch").asInt(),
        node.path("step").asLong(),
        Fields.number(node.path("trainLoss")),
        Fields.number(node.path("trainAccuracy")),
        Fields.number(node.path("validationLoss")),
        Fields.number(node.path("validationAccuracy")),
        Fields.number(node.path("seconds")));
  }
}
