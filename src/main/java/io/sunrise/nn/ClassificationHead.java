package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * The classifier on each row's first token: BERT's is pooler (dense, tanh), dropout, dense (Devlin
 * et al. 2019, section 4.1), ELECTRA's dropout, dense, GELU, dropout, dense. One target per row.
 */
final class ClassificationHead implements Head {
  private final int classes;
  private final int hidden;
  private final int dropoutSite;
  private final Activation activation;
  private final boolean dropsInput;
  private final Linear pooler;
  private final Linear classifier;
  private final CrossEntropy trained;
  private final CrossEntropy evaluated = new CrossEntropy(LossOptions.PLAIN);
  private float[] inputDropped = {};
  private float[] inputMask = {};
  private float[] transformed = {};

  /** What the first dense layer read in the last pass. */
  private float[] input = {};

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
    dropsInput = config.architecture() == Architecture.ELECTRA;
    activation = dropsInput ? Activation.GELU : Activation.TANH;
    String first =
        dropsInput ? "classifier.dense" : config.architecture().prefix() + "pooler.dense";
    pooler = Linear.add(builder, first, hidden, hidden, gemm);
    String last = dropsInput ? "classifier.out_proj" : "classifier";
    classifier = Linear.add(builder, last, hidden, classes, gemm);
    trained = new CrossEntropy(loss);
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

  /** scores = dropout(a(x Wᵀ + b)) Cᵀ + c. */
  private void forward(Pass pass) {
    PackedBatch batch = pass.batch();
    float[] parameters = pass.parameters();
    int rows = batch.rows();
    reserve(batch);
    input = pass.hidden();
    if (dropsInput) {
      input = inputDropped;
      System.arraycopy(pass.hidden(), 0, input, 0, rows * hidden);
      drop(pass, dropoutSite + 1, inputMask, input);
    }
    pooler.forward(parameters, input, rows, transformed);
    activation.forward(transformed, rows * hidden, pooled);
    System.arraycopy(pooled, 0, dropped, 0, rows * hidden);
    drop(pass, dropoutSite, mask, dropped);
    classifier.forward(parameters, dropped, rows, scores);
  }

  private void drop(Pass pass, int site, float[] into, float[] x) {
    PackedBatch batch = pass.batch();
    if (pass.dropout().active()) {
      for (int row = 0; row < batch.rows(); row++) {
        pass.dropout().fill(site, batch.rowIndices()[row], into, row * hidden, hidden);
      }
      Kernels.multiply(x, into, x, 0, batch.rows() * hidden);
    }
  }

  private BatchResult score(Pass pass, CrossEntropy crossEntropy) {
    crossEntropy.begin();
    for (int row = 0; row < pass.batch().rows(); row++) {
      crossEntropy.score(scores, row * classes, classes, pass.batch().targets()[row]);
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
    // The dropped activations are no longer needed, so their array is the scratch.
    activation.backward(transformed, pooled, rows * hidden, gradient, dropped);
    pooler.backwardParameters(gradient, input, rows, gradients);
    pooler.backwardInput(pass.parameters(), gradient, rows, 0f, hiddenGradient);
    if (dropsInput && pass.dropout().active()) {
      Kernels.multiply(hiddenGradient, inputMask, hiddenGradient, 0, rows * hidden);
    }
  }

  private void reserve(PackedBatch batch) {
    int rows = batch.rows();
    if (batch.readPositions().length != rows) {
      throw new IllegalArgumentException(
          "a classifier scores one position per row, not "
              + batch.readPositions().length
              + " in "
              + rows
              + " rows");
    }
    if (dropsInput) {
      inputDropped = Kernels.grown(inputDropped, rows * hidden);
      inputMask = Kernels.grown(inputMask, rows * hidden);
    }
    transformed = Kernels.grown(transformed, rows * hidden);
    pooled = Kernels.grown(pooled, rows * hidden);
    dropped = Kernels.grown(dropped, rows * hidden);
    mask = Kernels.grown(mask, rows * hidden);
    gradient = Kernels.grown(gradient, rows * hidden);
    scores = Kernels.grown(scores, rows * classes);
  }
}
