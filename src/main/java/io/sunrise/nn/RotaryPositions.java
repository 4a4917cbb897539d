package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

/**
 * Rotary positions (Su et al. 2021, "RoFormer", section 3.2.2): in each head, numbers i and i + d/2
 * of the token at position p are rotated as a pair by p θ^(-2i/d). The product of a query and a key
 * then depends on their distance.
 */
final class RotaryPositions {
  private final int heads;
  private final int width;

  private final double theta;

  /**
   * By position, of each number of a head, up to the longest row so far; the sines of its first
   * half are negative.
   */
  private float[][] cosines = {};

  private float[][] sines = {};
  private final float[] head;
  private final float[] partners;

  /**
   * @param theta θ, the base of the frequencies
   */
  RotaryPositions(ModelConfig config, double theta) {
    heads = config.attentionHeads();
    width = config.headSize();
    this.theta = theta;
    head = new float[width];
    partners = new float[width];
  }

  private void grow(int positions) {
    int known = cosines.length;
    if (positions <= known) {
      return;
    }
    cosines = Arrays.copyOf(cosines, positions);
    sines = Arrays.copyOf(sines, positions);
    for (int position = known; position < positions; position++) {
      cosines[position] = new float[width];
      sines[position] = new float[width];
      for (int i = 0; i < width / 2; i++) {
        float frequency = (float) StrictMath.pow(theta, -2.0 * i / width);
        fill(position, i, position * frequency);
      }
    }
  }

  private void fill(int position, int i, float angle) {
    float cosine = (float) StrictMath.cos(angle);
    float sine = (float) StrictMath.sin(angle);
    cosines[position][i] = cosine;
    cosines[position][i + width / 2] = cosine;
    sines[position][i] = -sine;
    sines[position][i + width / 2] = sine;
  }

  /**
   * Rotates the vectors of a scope's tokens in place.
   *
   * @param x a row for each token, of which the first numbers are the heads
   * @param stride from a row to the next
   */
  void rotate(float[] x, int stride, PackedBatch batch, Scope scope) {
    rotate(x, stride, batch, scope, 1f);
  }

  /** The inverse of {@link #rotate(float[], int, PackedBatch, Scope)}, and so its gradient. */
  void rotateBack(float[] x, int stride, PackedBatch batch, Scope scope) {
    rotate(x, stride, batch, scope, -1f);
  }

  private void rotate(float[] x, int stride, PackedBatch batch, Scope scope, float direction) {
    grow(batch.longestRow());
    int at = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int end = scope.end(batch, row, at);
      for (; at < end; at++) {
        int token = scope == Scope.TOKENS ? at : batch.readPositions()[at];
        rotate(x, at * stride, token - first, direction);
      }
    }
  }

  /**
   * The heads of one token. Each is copied to index 0, where the JIT compiler vectorizes the loop.
   */
  private void rotate(float[] x, int from, int position, float direction) {
    int half = width / 2;
    for (int at = from; at < from + heads * width; at += width) {
      System.arraycopy(x, at, head, 0, width);
      System.arraycopy(x, at, partners, half, half);
      System.arraycopy(x, at + half, partners, 0, half);
      rotate(head, partners, cosines[position], sines[position], direction);
      System.arraycopy(head, 0, x, at, width);
    }
  }

  private static void rotate(
      float[] x, float[] partners, float[] cosines, float[] sines, float direction) {
    for (int j = 0; j < x.length; j++) {
      x[j] = x[j] * cosines[j] + partners[j] * (sines[j] * direction);
    }
  }
}
