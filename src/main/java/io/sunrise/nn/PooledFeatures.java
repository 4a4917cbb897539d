package io.sunrise.nn;

/**
 * Features by one dense layer: BERT's pooler, dense and tanh (Devlin et al. 2019, section 4.1), or
 * ELECTRA's dropout, dense, GELU.
 */
final class PooledFeatures implements RowFeatures {
  private final int hidden;
  private final Activation activation;
  private final Linear dense;

  /** Negative where the input is not dropped. */
  private final int inputSite;

  private float[] dropped = {};
  private float[] mask = {};
  private float[] transformed = {};
  private float[] features = {};
  private float[] scratch = {};

  /** What the dense layer read in the last pass. */
  private float[] input = {};

  private PooledFeatures(int hidden, Activation activation, Linear dense, int inputSite) {
    this.hidden = hidden;
    this.activation = activation;
    this.dense = dense;
    this.inputSite = inputSite;
  }

  static PooledFeatures ofBert(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    int hidden = config.hiddenSize();
    String name = config.architecture().prefix() + "pooler.dense";
    Linear dense = Linear.add(builder, name, hidden, hidden, gemm);
    return new PooledFeatures(hidden, Activation.TANH, dense, -1);
  }

  static PooledFeatures ofElectra(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    int hidden = config.hiddenSize();
    Linear dense = Linear.add(builder, "classifier.dense", hidden, hidden, gemm);
    int site = EncoderLayer.firstSite(config.layers()) + 1;
    return new PooledFeatures(hidden, Activation.GELU, dense, site);
  }

  @Override
  public float[] forward(Head.Pass pass, float[] pooled, int rows) {
    int numbers = rows * hidden;
    transformed = Kernels.grown(transformed, numbers);
    features = Kernels.grown(features, numbers);
    scratch = Kernels.grown(scratch, numbers);
    input = pooled;
    if (dropsInput(pass)) {
      dropped = Kernels.grown(dropped, numbers);
      mask = Kernels.grown(mask, numbers);
      pass.dropout().fillRows(inputSite, pass.batch(), hidden, mask);
      Kernels.multiply(pooled, mask, dropped, 0, numbers);
      input = dropped;
    }
    dense.forward(pass.parameters(), input, rows, transformed);
    activation.forward(transformed, numbers, features);
    return features;
  }

  @Override
  public void backward(
      Head.Pass pass, float[] pooled, int rows, float[] gradient, float[] gradients) {
    int numbers = rows * hidden;
    activation.backward(transformed, features, numbers, gradient, scratch);
    dense.backwardParameters(gradient, input, rows, gradients);
    dense.backwardInput(pass.parameters(), gradient, rows, 0f, scratch);
    System.arraycopy(scratch, 0, gradient, 0, numbers);
    if (dropsInput(pass)) {
      Kernels.multiply(gradient, mask, gradient, 0, numbers);
    }
  }

  private boolean dropsInput(Head.Pass pass) {
    return inputSite >= 0 && pass.dropout().active();
  }
}
