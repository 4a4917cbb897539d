package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * One pre-norm transformer layer, in which each sub-layer adds to its input: attention with rotary
 * positions, then gated feed-forward (Warner et al. 2024, "ModernBERT", section 2.1).
 */
final class ModernBertLayer implements EncoderLayer {
  private final RotaryAttention attention;
  private final GatedFeedForward feedForward;

  /**
   * @param rotary shared by all layers of one θ
   * @param layer 0, 1 ... from the bottom
   */
  ModernBertLayer(
      ModelConfig config,
      Gemm gemm,
      ParameterLayout.Builder builder,
      RotaryPositions rotary,
      int layer) {
    String prefix = config.architecture().prefix() + "layers." + layer + ".";
    attention = new RotaryAttention(config, gemm, builder, prefix, rotary, layer);
    feedForward =
        new GatedFeedForward(config, gemm, builder, prefix, EncoderLayer.firstSite(layer) + 2);
  }

  @Override
  public float[] forward(
      float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    float[] attended = attention.forward(parameters, x, batch, scope, dropout);
    return feedForward.forward(parameters, attended, batch, scope, dropout);
  }

  @Override
  public void backward(
      float[] parameters,
      float[] x,
      PackedBatch batch,
      Scope scope,
      Dropout dropout,
      EncoderScratch scratch,
      float[] gradients) {
    feedForward.backward(parameters, scope.rows(batch), dropout, scratch, gradients);
    attention.backward(parameters, x, batch, scope, dropout, scratch, gradients);
  }

  @Override
  public float[] attentionProbabilities() {
    return attention.probabilities();
  }
}
