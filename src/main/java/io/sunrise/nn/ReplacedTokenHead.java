package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * Whether each token was replaced: dense, GELU, dense to one logit (Clark et al. 2020, section 2),
 * Hugging Face's ElectraForPreTraining. It reads every token; a batch has a target, 0 or 1, for
 * each.
 */
final class ReplacedTokenHead implements Head {
  private final int hidden;
  private final float factor;
  private final Linear dense;
  private final Linear prediction;
  private float[] transformed = {};
  private float[] activated = {};
  private float[] gradient = {};
  private float[] logits = {};
  private double loss;
  private long correct;

  /**
   * @param factor of the loss in the gradient
   */
  ReplacedTokenHead(ModelConfig config, double factor, Gemm gemm, ParameterLayout.Builder builder) {
    hidden = config.hiddenSize();
    this.factor = (float) factor;
    dense = Linear.add(builder, "discriminator_predictions.dense", hidden, hidden, gemm);
    prediction = Linear.add(builder, "discriminator_predictions.dense_prediction", hidden, 1, gemm);
  }

  @Override
  public Scope scope() {
    return Scope.TOKENS;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public BatchResult evaluate(Pass pass) {
    forward(pass);
    return score(pass.batch());
  }

  @Override
  public BatchResult forwardBackward(Pass pass, float[] hiddenGradient, float[] gradients) {
    forward(pass);
    BatchResult result = score(pass.batch());
    int tokens = pass.batch().tokens();
    Softmax.scale(logits, 0, tokens, factor);
    prediction.backwardParameters(logits, activated, tokens, gradients);
    prediction.backwardInput(pass.parameters(), logits, tokens, 0f, gradient);
    Gelu.backward(transformed, tokens * hidden, gradient, activated);
    dense.backwardParameters(gradient, pass.hidden(), tokens, gradients);
    dense.backwardInput(pass.parameters(), gradient, tokens, 0f, hiddenGradient);
    return result;
  }

  @Override
  public void logits(Pass pass, float[] result) {
    forward(pass);
    System.arraycopy(logits, 0, result, 0, pass.batch().tokens());
  }

  private void forward(Pass pass) {
    int tokens = pass.batch().tokens();
    transformed = Kernels.grown(transformed, tokens * hidden);
    activated = Kernels.grown(activated, tokens * hidden);
    gradient = Kernels.grown(gradient, tokens * hidden);
    logits = Kernels.grown(logits, tokens);
    dense.forward(pass.parameters(), pass.hidden(), tokens, transformed);
    Gelu.forward(transformed, tokens * hidden, activated);
    prediction.forward(pass.parameters(), activated, tokens, logits);
  }

  /**
   * The binary cross entropy, log(1 + exp(z)) - z y in nats; overwrites each logit z by its
   * gradient, 1 / (1 + exp(-z)) - y.
   */
  private BatchResult score(PackedBatch batch) {
    loss = 0;
    correct = 0;
    for (int i = 0; i < batch.tokens(); i++) {
      double z = logits[i];
      int replaced = batch.targets()[i];
      double exponential = StrictMath.exp(-Math.abs(z));
      loss += Math.max(z, 0) + StrictMath.log1p(exponential) - z * replaced;
      double probability = (z > 0 ? 1 : exponential) / (1 + exponential);
      correct += (z > 0) == (replaced == 1) ? 1 : 0;
      logits[i] = (float) (probability - replaced);
    }
    return new BatchResult(loss, batch.tokens(), correct, batch.tokens(), batch.tokens());
  }
}
