package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * The classifier on each row's first token: pooler (dense, tanh), dropout, dense (Devlin et al.
 * 2019, section 4.1). One target per row.
 */
final class ClassificationHead implements Head {
  private final int classes;
  private final int hidden;
  private final int dropoutSite;
  private final Linear pooler;
  private final Linear classifier;
  private final CrossEntropy trained;
  private final CrossEntropy evaluated = new CrossEntropy(LossOptions.PLAIN);
  private float[] pooled = {};
  private float[] dropped = {};
  private float[] mask = {};
  private float[] gradient = {};
  private float[] scores = {};

  ClassificationHead(
      ModelConfig config,
      int classes,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder) {
    this.classes = classes;
    hidden = config.hiddenSize();
    dropoutSite = EncoderLayer.sitesBehind(config.layers());
    pooler =
        Linear.add(builder, config.architecture().prefix() + "pooler.dense", hidden, hidden, gemm);
    trained = new CrossEntropy(loss);
    classifier = Linear.add(builder, "classifier", hidden, classes, gemm);
  }

  @Override
  public int outputs() {
    return classes;
  }

  /** The pooled vectors of the last batch, (rows, hidden), before dropout. */
  float[] pooled() {
    return pooled;
  }

  @Override
  public BatchResult evaluate(Pass pass) {
    forward(pass);
    return score(pass, evaluated);
  }

  @Override
  public BatchResult forwardBackward(Pass pass, float[] hiddenGradient, float[] gradients) {
    forward(pass);
    BatchResult result = score(pass, trained);
    backward(pass, hiddenGradient, gradients);
    return result;
  }

  @Override
  public void logits(Pass pass, float[] logits) {
    forward(pass);
    System.arraycopy(scores, 0, logits, 0, pass.batch().rows() * classes);
  }

  /** scores = dropout(tanh(x Wᵀ + b)) Cᵀ + c. */
  private void forward(Pass pass) {
    PackedBatch batch = pass.batch();
    float[] parameters = pass.parameters();
    int rows = batch.rows();
    reserve(batch);
    pooler.forward(parameters, pass.hidden(), rows, pooled);
    for (int i = 0; i < rows * hidden; i++) {
      pooled[i] = (float) StrictMath.tanh(pooled[i]);
    }
    System.arraycopy(pooled, 0, dropped, 0, rows * hidden);
    if (pass.dropout().active()) {
      for (int row = 0; row < rows; row++) {
        pass.dropout().fill(dropoutSite, batch.rowIndices()[row], mask, row * hidden, hidden);
      }
      Kernels.multiply(pooled, mask, dropped, 0, rows * hidden);
    }
    classifier.forward(parameters, dropped, rows, scores);
  }

  private BatchResult score(Pass pass, CrossEntropy crossEntropy) {
    crossEntropy.begin();
    for (int row = 0; row < pass.batch().rows(); row++) {
      crossEntropy.score(scores, row * classes, classes, pass.batch().targets()[row]);
    }
    return crossEntropy.result(pass.batch().tokens());
  }

  /**
   * Backward pass from the gradient of the scores to that of the hidden states; tanh' = 1 - tanh².
   */
  private void backward(Pass pass, float[] hiddenGradient, float[] gradients) {
    PackedBatch batch = pass.batch();
    int rows = batch.rows();
    classifier.backwardParameters(scores, dropped, rows, gradients);
    classifier.backwardInput(pass.parameters(), scores, rows, 0f, gradient);
    if (pass.dropout().active()) {
      Kernels.multiply(gradient, mask, gradient, 0, rows * hidden);
    }
    for (int i = 0; i < rows * hidden; i++) {
      gradient[i] *= 1f - pooled[i] * pooled[i];
    }
    pooler.backwardParameters(gradient, pass.hidden(), rows, gradients);
    pooler.backwardInput(pass.parameters(), gradient, rows, 0f, hiddenGradient);
  }

  private void reserve(PackedBatch batch) {
    int rows = batch.rows();
    if (batch.targetPositions().length != rows) {
      throw new IllegalArgumentException(
          "a classifier scores one position per row, not "
              + batch.targetPositions().length
              + " in "
              + rows
              + " rows");
    }
    pooled = Kernels.grown(pooled, rows * hidden);
    dropped = Kernels.grown(dropped, rows * hidden);
    mask = Kernels.grown(mask, rows * hidden);
    gradient = Kernels.grown(gradient, rows * hidden);
    scores = Kernels.grown(scores, rows * classes);
  }
}
