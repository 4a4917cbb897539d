package io.sunrise.nn;

/** What a classifier's dense layer is followed by. */
enum Activation {
  /** BERT's pooler. */
  TANH {
    @Override
    void forward(float[] x, int n, float[] y) {
      for (int i = 0; i < n; i++) {
        y[i] = (float) StrictMath.tanh(x[i]);
      }
    }

    /** tanh' = 1 - tanh². */
    @Override
    void backward(float[] x, float[] y, int n, float[] gradient, float[] scratch) {
      for (int i = 0; i < n; i++) {
        gradient[i] *= 1f - y[i] * y[i];
      }
    }
  },
  /** ELECTRA's. */
  GELU {
    @Override
    void forward(float[] x, int n, float[] y) {
      Gelu.forward(x, n, y);
    }

    @Override
    void backward(float[] x, float[] y, int n, float[] gradient, float[] scratch) {
      Gelu.backward(x, n, gradient, scratch);
    }
  };

  /** Writes y for n numbers x. */
  abstract void forward(float[] x, int n, float[] y);

  /**
   * Replaces the gradient of y by that of x.
   *
   * @param scratch of n numbers
   */
  abstract void backward(float[] x, float[] y, int n, float[] gradient, float[] scratch);
}
