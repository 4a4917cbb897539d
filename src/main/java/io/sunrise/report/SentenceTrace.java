package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sentence on its way through the fine-tuned model; n tokens.
 *
 * @param embeddingShape n, hidden size
 * @param embeddingFirst the first numbers of each token's vector
 */
record SentenceTrace(
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
   * @param shape n, hidden size
   * @param attendsTo for each token the place it looks at most
   * @param attention n x n, the mean over the heads; a row is the token that looks and sums to 1
   */
  record Layer(List<Integer> shape, List<Integer> attendsTo, List<List<Double>> attention) {
    static Layer of(JsonNode node) {
      return new Layer(
          Fields.integers(node.path("shape")),
          Fields.integers(node.path("attendsTo")),
          Fields.matrix(node.path("attention")));
    }
  }

  static Optional<SentenceTrace> of(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    List<Layer> layers = new ArrayList<>();
    node.path("layers").forEach(layer -> layers.add(Layer.of(layer)));
    return Optional.of(
        new SentenceTrace(
            node.path("text").asText(),
            Fields.strings(node.path("tokens")),
            Fields.integers(node.path("ids")),
            Fields.integers(node.path("embedding").path("shape")),
            Fields.matrix(node.path("embedding").path("first")),
            layers,
            Fields.numbers(node.path("logits")),
            Fields.strings(node.path("labels")),
            Fields.numbers(node.path("probabilities")),
            node.path("decision").asText()));
  }

  /** The probability of the decision, or NaN. */
  double certainty() {
    int place = labels.indexOf(decision);
    return place >= 0 && place < probabilities.size() ? probabilities.get(place) : Double.NaN;
  }
}
