package io.sunrise.nn;

import io.sunrise.nn.ParameterLayout.Role;

/**
 * The masked language modelling head, at target positions only: dense, GELU, layer norm, then the
 * word embeddings as decoder and a bias per word (Devlin et al. 2019, appendix A.2; the decoder is
 * tied as in Press and Wolf 2017). Targets are processed in small groups, so that the logits of a
 * group stay in the cache.
 */
final class MaskedLanguageHead implements Head {
  static final int GROUP = 64;

  private final int vocabulary;
  private final int hidden;
  private final Linear dense;
  private final LayerNorm norm;
  private final Linear decoder;
  private final CrossEntropy trained;
  private final CrossEntropy evaluated = new CrossEntropy(LossOptions.PLAIN);
  private final float[] group;
  private final float[] transformed;
  private final float[] activated;
  private final float[] normalized;
  private final float[] gradient;
  private final float[] scores;

  /**
   * @param wordsAt offset of the word embeddings in the parameters
   */
  MaskedLanguageHead(
      ModelConfig config,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder,
      int wordsAt) {
    vocabulary = config.vocabularySize();
    hidden = config.hiddenSize();
    String prefix = "cls.predictions.";
    int biasAt = builder.add(Role.BIAS, prefix + "bias", vocabulary);
    decoder = new Linear(gemm, hidden, vocabulary, wordsAt, biasAt);
    dense = Linear.add(builder, prefix + "transform.dense", hidden, hidden, gemm);
    norm = new LayerNorm(builder, prefix + "transform.LayerNorm", hidden);
    trained = new CrossEntropy(loss);
    group = new float[GROUP * hidden];
    transformed = new float[GROUP * hidden];
    activated = new float[GROUP * hidden];
    normalized = new float[GROUP * hidden];
    gradient = new float[GROUP * hidden];
    scores = new float[GROUP * vocabulary];
  }

  @Override
  public int outputs() {
    return vocabulary;
  }

  @Override
  public BatchResult evaluate(Pass pass) {
    int targets = pass.batch().targetPositions().length;
    evaluated.begin();
    for (int from = 0; from < targets; from += GROUP) {
      int count = Math.min(GROUP, targets - from);
      forward(pass, from, count);
      score(pass, from, count, evaluated);
    }
    return evaluated.result(pass.batch().tokens());
  }

  @Override
  public BatchResult forwardBackward(Pass pass, float[] hiddenGradient, float[] gradients) {
    int targets = pass.batch().targetPositions().length;
    trained.begin();
    for (int from = 0; from < targets; from += GROUP) {
      int count = Math.min(GROUP, targets - from);
      forward(pass, from, count);
      score(pass, from, count, trained);
      backward(pass, from, count, hiddenGradient, gradients);
    }
    return trained.result(pass.batch().tokens());
  }

  @Override
  public void logits(Pass pass, float[] logits) {
    int targets = pass.batch().targetPositions().length;
    for (int from = 0; from < targets; from += GROUP) {
      int count = Math.min(GROUP, targets - from);
      forward(pass, from, count);
      System.arraycopy(scores, 0, logits, from * vocabulary, count * vocabulary);
    }
  }

  /** scores = LayerNorm(GELU(x Wᵀ + b)) Eᵀ + bias, for the targets starting at {@code from}. */
  private void forward(Pass pass, int from, int count) {
    float[] parameters = pass.parameters();
    System.arraycopy(pass.hidden(), from * hidden, group, 0, count * hidden);
    dense.forward(parameters, group, count, transformed);
    Gelu.forward(transformed, count * hidden, activated);
    System.arraycopy(activated, 0, norm.input(count), 0, count * hidden);
    norm.forward(parameters, count, normalized);
    decoder.forward(parameters, normalized, count, scores);
  }

  private void score(Pass pass, int from, int count, CrossEntropy crossEntropy) {
    for (int i = 0; i < count; i++) {
      crossEntropy.score(scores, i * vocabulary, vocabulary, pass.batch().targets()[from + i]);
    }
  }

  /** Backward pass from the gradient of the scores to that of the hidden states. */
  private void backward(Pass pass, int from, int count, float[] hiddenGradient, float[] gradients) {
    float[] parameters = pass.parameters();
    decoder.backwardParameters(scores, normalized, count, gradients);
    decoder.backwardInput(parameters, scores, count, 0f, gradient);
    norm.backward(parameters, gradient, count, gradients);
    Gelu.backward(transformed, count * hidden, gradient, activated);
    dense.backwardParameters(gradient, group, count, gradients);
    dense.backwardInput(parameters, gradient, count, 0f, normalized);
    System.arraycopy(normalized, 0, hiddenGradient, from * hidden, count * hidden);
  }
}
