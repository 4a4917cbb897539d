package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row with masked tokens and the predictions of the pre-trained model for them.
 *
 * @param masked the input of the model, as long as {@code tokens}
 */
record MaskedRow(List<String> tokens, List<String> masked, List<Prediction> predictions) {

  /** The original token at a position, and the model's predictions, most probable first. */
  record Prediction(int position, String expected, List<Guess> top) {}

  /** A token with its probability. */
  record Guess(String word, double probability) {}

  static List<MaskedRow> listOf(JsonNode array) {
    List<MaskedRow> rows = new ArrayList<>();
    array.forEach(node -> rows.add(of(node)));
    return rows;
  }

  private static MaskedRow of(JsonNode node) {
    List<Prediction> predictions = new ArrayList<>();
    node.path("predictions").forEach(prediction -> predictions.add(predictionOf(prediction)));
    return new MaskedRow(
        JsonFields.strings(node.path("tokens")),
        JsonFields.strings(node.path("masked")),
        predictions);
  }

  private static Prediction predictionOf(JsonNode node) {
    List<Guess> top = new ArrayList<>();
    node.path("top")
        .forEach(
            guess -> top.add(new Guess(guess.path(0).asText(), JsonFields.number(guess.path(1)))));
    return new Prediction(node.path("position").asInt(), node.path("expected").asText(), top);
  }

  Optional<Prediction> predictionAt(int position) {
    return predictions.stream().filter(p -> p.position() == position).findFirst();
  }
}
