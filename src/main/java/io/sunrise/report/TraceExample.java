package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The activations of the fine-tuned model for one sentence of n tokens, from {@code
 * trace-example.json}.
 *
 * @param embeddingShape (n, hidden size)
 * @param embeddingFirst the first components of each token's vector
 */
record TraceExample(
    String text,
    List<String> tokens,
    List<Integer> ids,
    List<Integer> embeddingShape,
    List<List<Double>> embeddingFirst,
    List<Layer> layers,
    List<Double> logits,
    List<String> labels,
    List<Double> probabilities,
    String decision) {

  /**
   * A transformer layer.
   *
   * @param shape (n, hidden size)
   * @param attendsTo for each token, the position it attends to most
   * @param attention (n, n), the mean over the heads; a row is the attending token and sums to 1
   */
  record Layer(List<Integer> shape, List<Integer> attendsTo, List<List<Double>> attention) {
    static Layer of(JsonNode node) {
      return new Layer(
          JsonFields.integers(node.path("shape")),
          JsonFields.integers(node.path("attendsTo")),
          JsonFields.matrix(node.path("attention")));
    }
  }

  static Optional<TraceExample> of(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    List<Layer> layers = new ArrayList<>();
    node.path("layers").forEach(layer -> layers.add(Layer.of(layer)));
    return Optional.of(
        new TraceExample(
            node.path("text").asText(),
            JsonFields.strings(node.path("tokens")),
            JsonFields.integers(node.path("ids")),
            JsonFields.integers(node.path("embedding").path("shape")),
            JsonFields.matrix(node.path("embedding").path("first")),
            layers,
            JsonFields.numbers(node.path("logits")),
            JsonFields.strings(node.path("labels")),
            JsonFields.numbers(node.path("probabilities")),
            node.path("decision").asText()));
  }

  /** The probability of the decision, or NaN. */
  double certainty() {
    int place = labels.indexOf(decision);
    return place >= 0 && place < probabilities.size() ? probabilities.get(place) : Double.NaN;
  }
}
