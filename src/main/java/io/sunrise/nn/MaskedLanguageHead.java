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
  private final int width;
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
  private Reader reader = (scores, target, at) -> {};

  /** Receives the logits of each target before they are scored. */
  @FunctionalInterface
  interface Reader {
    /**
     * Receives one target's logits.
     *
     * @param at where they begin
     */
    void read(float[] logits, int target, int at);
  }

  /**
   * Where the head finds its parameters.
   *
   * @param bias of the decoder
   * @param transform prefix of dense and layer norm
   * @param width of the word embeddings
   */
  record Names(String bias, String transform, int width) {
    static Names ofBert(ModelConfig config) {
      return new Names("cls.predictions.bias", "cls.predictions.transform.", config.hiddenSize());
    }

    /** ELECTRA's generator. */
    static Names ofGenerator(String prefix, int width) {
      return new Names(prefix + "generator_lm_head.bias", prefix + "generator_predictions.", width);
    }
  }

  MaskedLanguageHead(
      ModelConfig config,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder,
      Names names) {
    vocabulary = config.vocabularySize();
    hidden = config.hiddenSize();
    width = names.width;
    String words = config.architecture().prefix() + "embeddings.word_embeddings.weight";
    int wordsAt = builder.add(Role.EMBEDDING, words, vocabulary, width);
    int biasAt = builder.add(Role.BIAS, names.bias, vocabulary);
    decoder = new Linear(gemm, width, vocabulary, wordsAt, biasAt);
    dense = Linear.add(builder, names.transform + "dense", hidden, width, gemm);
    norm = new LayerNorm(builder, names.transform + "LayerNorm", width);
    trained = new CrossEntropy(loss);
    group = new float[GROUP * hidden];
    transformed = new float[GROUP * width];
    activated = new float[GROUP * width];
    normalized = new float[GROUP * width];
    gradient = new float[GROUP * width];
    scores = new float[GROUP * vocabulary];
  }

  MaskedLanguageHead reportingTo(Reader receiver) {
    reader = receiver;
    return this;
  }

  @Override
  public int outputs() {
    return vocabulary;
  }

  @Override
  public BatchResult evaluate(Pass pass) {
    int targets = pass.batch().readPositions().length;
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
    int targets = pass.batch().readPositions().length;
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
    int targets = pass.batch().readPositions().length;
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
    Gelu.forward(transformed, count * width, activated);
    System.arraycopy(activated, 0, norm.input(count), 0, count * width);
    norm.forward(parameters, count, normalized);
    decoder.forward(parameters, normalized, count, scores);
  }

  private void score(Pass pass, int from, int count, CrossEntropy crossEntropy) {
    for (int i = 0; i < count; i++) {
      reader.read(scores, from + i, i * vocabulary);
      crossEntropy.score(scores, i * vocabulary, vocabulary, pass.batch().targets()[from + i]);
    }
  }

  /** Backward pass from the gradient of the scores to that of the hidden states. */
  private void backward(Pass pass, int from, int count, float[] hiddenGradient, float[] gradients) {
    float[] parameters = pass.parameters();
    decoder.backwardParameters(scores, normalized, count, gradients);
    decoder.backwardInput(parameters, scores, count, 0f, gradient);
    norm.backward(parameters, gradient, count, gradients);
    Gelu.backward(transformed, count * width, gradient, activated);
    dense.backwardParameters(gradient, group, count, gradients);
    // The input is no longer needed, so its array takes the input's gradient.
    dense.backwardInput(parameters, gradient, count, 0f, group);
    System.arraycopy(group, 0, hiddenGradient, from * hidden, count * hidden);
  }
}
