package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The intermediate results of one row in a classifier, without dropout; all matrices are row-major.
 *
 * @param tokens ids in the row
 * @param hiddenSize width of a token's vector
 * @param heads attention heads per layer
 * @param embeddings the embeddings' output, (tokens, hidden)
 * @param layers each transformer layer's output, (tokens, hidden)
 * @param attention each layer's attention probabilities, (heads, queries, keys)
 * @param pooled what the classifier's last layer reads, (hidden)
 * @param logits one per class
 */
public record EncoderTrace(
    int tokens,
    int hiddenSize,
    int heads,
    float[] embeddings,
    List<float[]> layers,
    List<float[]> attention,
    float[] pooled,
    float[] logits) {

  static EncoderTrace of(
      SequenceClassifier model, ModelConfig config, float[] parameters, int[] ids) {
    int tokens = ids.length;
    int numbers = tokens * config.hiddenSize();
    PackedBatch row =
        new PackedBatch(1, new int[] {0, tokens}, ids, new long[1], new int[1], new int[1]);
    float[] features = model.features(parameters, row);
    float[] logits = model.logits(parameters, row);
    Encoder encoder = model.encoder();
    // The head reads only the first token; the trace shows all of them.
    encoder.forward(parameters, row, Scope.TOKENS, new Dropout(0));
    List<float[]> layers = new ArrayList<>();
    List<float[]> attention = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      layers.add(Arrays.copyOf(encoder.states(layer + 1), numbers));
      attention.add(
          Arrays.copyOf(
              encoder.attentionProbabilities(layer), config.attentionHeads() * tokens * tokens));
    }
    return new EncoderTrace(
        tokens,
        config.hiddenSize(),
        config.attentionHeads(),
        Arrays.copyOf(encoder.states(0), numbers),
        layers,
        attention,
        features,
        logits);
  }

  /** The attention probability from one token to another in a layer, averaged over heads. */
  public double meanAttention(int layer, int from, int to) {
    float[] probabilities = attention.get(layer);
    double sum = 0;
    for (int head = 0; head < heads; head++) {
      sum += probabilities[(head * tokens + from) * tokens + to];
    }
    return sum / heads;
  }
}
