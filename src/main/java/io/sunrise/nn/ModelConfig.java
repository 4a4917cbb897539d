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
 */
public record ModelConfig(
    int vocabularySize,
    int hiddenSize,
    int layers,
    int attentionHeads,
    int intermediateSize,
    int maxPositions,
    double dropout,
    Architecture architecture)
    implements Serializable {

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
    return with(maxPositions, dropout, other);
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
    return with(other, dropout, architecture);
  }

  /** The same shape with another dropout. */
  public ModelConfig withDropout(double other) {
    return with(maxPositions, other, architecture);
  }

  private ModelConfig with(
      int otherPositions, double otherDropout, Architecture otherArchitecture) {
    return new ModelConfig(
        vocabularySize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        otherPositions,
        otherDropout,
        otherArchitecture);
  }

  /** θ of rotary positions (Su et al. 2021, section 3.2.2). */
  public double ropeTheta() {
    return 10_000;
  }

  public int headSize() {
    return hiddenSize / attentionHeads;
  }
}
