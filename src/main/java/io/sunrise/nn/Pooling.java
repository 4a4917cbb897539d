package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

/** The hidden states of a row as one vector. */
public enum Pooling {
  /** The first token's. */
  FIRST {
    @Override
    Scope scope() {
      return Scope.TARGETS;
    }

    @Override
    float[] pool(float[] hidden, PackedBatch batch, int width, float[] pooled) {
      return hidden;
    }

    @Override
    void spread(float[] gradient, PackedBatch batch, int width, float[] hiddenGradient) {
      System.arraycopy(gradient, 0, hiddenGradient, 0, batch.rows() * width);
    }
  },
  /** The mean over all tokens of the row, special tokens included. */
  MEAN {
    @Override
    Scope scope() {
      return Scope.TOKENS;
    }

    @Override
    float[] pool(float[] hidden, PackedBatch batch, int width, float[] pooled) {
      Arrays.fill(pooled, 0, batch.rows() * width, 0f);
      for (int row = 0; row < batch.rows(); row++) {
        int first = batch.offsets()[row];
        int end = batch.offsets()[row + 1];
        for (int token = first; token < end; token++) {
          Kernels.add(pooled, row * width, hidden, token * width, width);
        }
        Softmax.scale(pooled, row * width, width, 1f / (end - first));
      }
      return pooled;
    }

    @Override
    void spread(float[] gradient, PackedBatch batch, int width, float[] hiddenGradient) {
      for (int row = 0; row < batch.rows(); row++) {
        int first = batch.offsets()[row];
        int end = batch.offsets()[row + 1];
        Softmax.scale(gradient, row * width, width, 1f / (end - first));
        for (int token = first; token < end; token++) {
          System.arraycopy(gradient, row * width, hiddenGradient, token * width, width);
        }
      }
    }
  };

  /** The tokens it reads. */
  abstract Scope scope();

  /**
   * The pooled vectors, (rows, width).
   *
   * @param hidden states of the scope's tokens
   * @param pooled for the result, where it is not among the hidden states
   */
  abstract float[] pool(float[] hidden, PackedBatch batch, int width, float[] pooled);

  /**
   * Writes the gradient of the hidden states.
   *
   * @param gradient of the pooled vectors, overwritten
   */
  abstract void spread(float[] gradient, PackedBatch batch, int width, float[] hiddenGradient);
}
