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
  private final HeadTransform transform;
  private final Linear decoder;
  private final CrossEntropy trained;
  private final CrossEntropy evaluated = new CrossEntropy(LossOptions.PLAIN);
  private final float[] group;

  /** The transformed hidden states of the last group. */
  private float[] transformed = {};

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

  /** The head of an architecture's masked language model. */
  static MaskedLanguageHead of(
      ModelConfig config, LossOptions loss, Gemm gemm, ParameterLayout.Builder builder) {
    Architecture architecture = config.architecture();
    Linear decoder =
        decoder(config, config.hiddenSize(), architecture.decoderBias(), gemm, builder);
    HeadTransform transform = architecture.maskedLanguageTransform(config, gemm, builder);
    return new MaskedLanguageHead(config, loss, transform, decoder);
  }

  /**
   * The head of ELECTRA's generator.
   *
   * @param prefix of the parameters' names
   * @param width of the word embeddings
   */
  static MaskedLanguageHead ofGenerator(
      ModelConfig config,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder,
      String prefix,
      int width) {
    Linear decoder = decoder(config, width, prefix + "generator_lm_head.bias", gemm, builder);
    String names = prefix + "generator_predictions.";
    HeadTransform transform = HeadTransform.of(config, names, width, gemm, builder);
    return new MaskedLanguageHead(config, loss, transform, decoder);
  }

  private static Linear decoder(
      ModelConfig config, int width, String bias, Gemm gemm, ParameterLayout.Builder builder) {
    int vocabulary = config.vocabularySize();
    String words = config.architecture().wordEmbeddings();
    int wordsAt = builder.add(Role.EMBEDDING, words, vocabulary, width);
    int biasAt = builder.add(Role.BIAS, bias, vocabulary);
    return new Linear(gemm, width, vocabulary, wordsAt, biasAt);
  }

  private MaskedLanguageHead(
      ModelConfig config, LossOptions loss, HeadTransform transform, Linear decoder) {
    this.transform = transform;
    this.decoder = decoder;
    vocabulary = config.vocabularySize();
    hidden = config.hiddenSize();
    trained = new CrossEntropy(loss);
    group = new float[GROUP * hidden];
    gradient = new float[GROUP * transform.outputs()];
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
    evaluated.begin(pass.batch().weights());
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
    trained.begin(pass.batch().weights());
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
    transformed = transform.forward(parameters, group, count);
    decoder.forward(parameters, transformed, count, scores);
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
    decoder.backwardParameters(scores, transformed, count, gradients);
    decoder.backwardInput(parameters, scores, count, 0f, gradient);
    transform.backward(parameters, group, count, gradient, gradients);
    System.arraycopy(group, 0, hiddenGradient, from * hidden, count * hidden);
  }
}
