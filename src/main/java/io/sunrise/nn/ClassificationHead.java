package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * A classifier of rows: pooled hidden states, features, dropout, then a dense layer (Devlin et al.
 * 2019, section 4.1). One target per row.
 */
final class ClassificationHead implements Head {
  private final int classes;
  private final int hidden;
  private final int dropoutSite;
  private final Pooling pooling;
  private final RowFeatures rowFeatures;
  private final Linear classifier;
  private final CrossEntropy trained;
  private final CrossEntropy evaluated = new CrossEntropy(LossOptions.PLAIN);
  private float[] pooledMean = {};

  /** The pooled hidden states of the last batch, (rows, hidden), then their gradient. */
  private float[] pooled = {};

  /** The features of the last batch, (rows, hidden), before dropout. */
  private float[] features = {};

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
    dropoutSite = EncoderLayer.firstSite(config.layers());
    pooling = config.architecture().pooling();
    rowFeatures = config.architecture().features(config, gemm, builder);
    String last = config.architecture().lastLayer();
    classifier = Linear.add(builder, last, hidden, classes, gemm);
    trained = new CrossEntropy(loss);
  }

  @Override
  public Scope scope() {
    return pooling.scope();
  }

  @Override
  public int targets(PackedBatch batch) {
    return batch.rows();
  }

  @Override
  public int outputs() {
    return classes;
  }

  float[] features() {
    return features;
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

  /** scores = dropout(features(pooled)) Cᵀ + c. */
  private void forward(Pass pass) {
    PackedBatch batch = pass.batch();
    int rows = batch.rows();
    reserve(batch);
    pooled = pooling.pool(pass.hidden(), batch, hidden, pooledMean);
    features = rowFeatures.forward(pass, pooled, rows);
    System.arraycopy(features, 0, dropped, 0, rows * hidden);
    if (pass.dropout().active()) {
      pass.dropout().fillRows(dropoutSite, batch, hidden, mask);
      Kernels.multiply(dropped, mask, dropped, 0, rows * hidden);
    }
    classifier.forward(pass.parameters(), dropped, rows, scores);
  }

  private BatchResult score(Pass pass, CrossEntropy crossEntropy) {
    PackedBatch batch = pass.batch();
    float[] probabilities = batch.probabilities();
    crossEntropy.begin(batch.weights());
    for (int row = 0; row < batch.rows(); row++) {
      int at = row * classes;
      if (probabilities.length == 0) {
        crossEntropy.score(scores, at, classes, batch.targets()[row]);
      } else {
        crossEntropy.scoreSoft(scores, at, classes, probabilities, batch.targets()[row]);
      }
    }
    return crossEntropy.result(pass.batch().tokens());
  }

  /** Backward pass from the gradient of the scores to that of the hidden states. */
  private void backward(Pass pass, float[] hiddenGradient, float[] gradients) {
    PackedBatch batch = pass.batch();
    int rows = batch.rows();
    classifier.backwardParameters(scores, dropped, rows, gradients);
    classifier.backwardInput(pass.parameters(), scores, rows, 0f, gradient);
    if (pass.dropout().active()) {
      Kernels.multiply(gradient, mask, gradient, 0, rows * hidden);
    }
    rowFeatures.backward(pass, pooled, rows, gradient, gradients);
    pooling.spread(gradient, batch, hidden, hiddenGradient);
  }

  private void reserve(PackedBatch batch) {
    int rows = batch.rows();
    if (batch.targets().length != rows) {
      throw new IllegalArgumentException(
          "a classifier has one target per row, not " + batch.targets().length + " for " + rows);
    }
    pooledMean = Kernels.grown(pooledMean, rows * hidden);
    dropped = Kernels.grown(dropped, rows * hidden);
    mask = Kernels.grown(mask, rows * hidden);
    gradient = Kernels.grown(gradient, rows * hidden);
    scores = Kernels.grown(scores, rows * classes);
  }
}
