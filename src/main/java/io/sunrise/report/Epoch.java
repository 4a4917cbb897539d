package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of one epoch, a line of the training trace; NaN where not measured.
 *
 * @param number from 1, counted through pre-training and fine-tuning
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
        JsonFields.number(node.path("trainLoss")),
        JsonFields.number(node.path("trainAccuracy")),
        JsonFields.number(node.path("validationLoss")),
        JsonFields.number(node.path("validationAccuracy")),
        JsonFields.number(node.path("seconds")));
  }
}
