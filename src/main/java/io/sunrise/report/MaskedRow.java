package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of text with hidden tokens, and what the pre-trained model says stood there.
 *
 * @param masked what the model was given, as long as {@code tokens}
 */
record MaskedRow(List<String> tokens, List<String> masked, List<Prediction> predictions) {

  /** What stood at a position, and the model's guesses, best first. */
  record Prediction(int position, String expected, List<Guess> top) {}

  /** A word with its probability. */
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
        Fields.strings(node.path("tokens")), Fields.strings(node.path("masked")), predictions);
  }

  private static Prediction predictionOf(JsonNode node) {
    List<Guess> top = new ArrayList<>();
    node.path("top")
        .forEach(guess -> top.add(new Guess(guess.path(0).asText(), Fields.number(guess.path(1)))));
    return new Prediction(node.path("position").asInt(), node.path("expected").asText(), top);
  }

  Optional<Prediction> predictionAt(int position) {
    return predictions.stream().filter(p -> p.position() == position).findFirst();
  }
}
