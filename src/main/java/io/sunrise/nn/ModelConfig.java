package io.sunrise.nn;

import java.io.Serializable;

/**
 * The shape of an encoder.
 *
 * @param vocabularySize token ids are 0 to {@code vocabularySize - 1}
 * @param hiddenSize width of a token's vector; a multiple of {@code attentionHeads}
 * @param layers transformer layers
 * @param attentionHeads heads per layer
 * @param intermediateSize width of the feed-forward sub-layer
 * @param maxPositions the maximum number of tokens in a row
 * @param dropout probability of dropping an activation in training, in [0, 1)
 * @param local which layers attend only to tokens nearby; none of BERT's
 */
public record ModelConfig(
    int vocabularySize,
    int hiddenSize,
    int layers,
    int attentionHeads,
    int intermediateSize,
    int maxPositions,
    double dropout,
    Architecture architecture,
    LocalAttention local)
    implements Serializable {

  /** With attention to all tokens in all layers. */
  public ModelConfig(
      int vocabularySize,
      int hiddenSize,
      int layers,
      int attentionHeads,
      int intermediateSize,
      int maxPositions,
      double dropout,
      Architecture architecture) {
    this(
        vocabularySize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        maxPositions,
        dropout,
        architecture,
        LocalAttention.NONE);
  }

  /** The shape of BERT's encoder. */
  public ModelConfig(
      int vocabularySize,
      int hiddenSize,
      int layers,
      int attentionHeads,
      int intermediateSize,
      int maxPositions,
      double dropout) {
    this(
        vocabularySize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        maxPositions,
        dropout,
        Architecture.BERT);
  }

  /** Standard deviation of initial weights, as in BERT. */
  public static final double INITIALIZER_RANGE = 0.02;

  /** The same shape in another architecture. */
  public ModelConfig as(Architecture other) {
    return with(maxPositions, dropout, other, local);
  }

  /**
   * The same shape for rows of another length, where positions are not learned.
   *
   * @throws IllegalArgumentException where they are
   */
  public ModelConfig withPositions(int other) {
    if (other != maxPositions && architecture.learnsPositions()) {
      throw new IllegalArgumentException(
          "positions are learned: " + maxPositions + ", not " + other);
    }
    return with(other, dropout, architecture, local);
  }

  /** The same shape with attention to all tokens in other layers. */
  public ModelConfig withLocal(LocalAttention other) {
    return with(maxPositions, dropout, architecture, other);
  }

  /** The same shape with another dropout. */
  public ModelConfig withDropout(double other) {
    return with(maxPositions, other, architecture, local);
  }

  private ModelConfig with(
      int otherPositions,
      double otherDropout,
      Architecture otherArchitecture,
      LocalAttention otherLocal) {
    return new ModelConfig(
        vocabularySize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        otherPositions,
        otherDropout,
        otherArchitecture,
        otherLocal);
  }

  public int headSize() {
    return hiddenSize / attentionHeads;
  }
}
