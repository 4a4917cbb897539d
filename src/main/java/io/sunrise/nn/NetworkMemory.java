package io.sunrise.nn;

import com.sun.management.ThreadMXBean;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * The heap in bytes that a network keeps once it has trained on rows of a length. It is measured,
 * as what the first step of networks whose products compute nothing allocates.
 *
 * @param fixed whatever the batch
 * @param ofRow for each row of the largest batch
 */
public record NetworkMemory(long fixed, long ofRow) {
  private static final int FEW = 2;
  private static final int MORE = 10;

  /**
   * Measures networks of an objective.
   *
   * @param parameters any, in the network's layout
   * @param length of the rows, in tokens
   */
  public static NetworkMemory of(Objective objective, float[] parameters, int length) {
    float[] gradients = new float[parameters.length];
    TokenRows rows = rows(objective.model(), length);
    allocated(objective, parameters, gradients, rows, FEW); // loads the classes
    long few = allocated(objective, parameters, gradients, rows, FEW);
    long more = allocated(objective, parameters, gradients, rows, MORE);
    long ofRow = (more - few) / (MORE - FEW);
    return new NetworkMemory(few - FEW * ofRow, ofRow);
  }

  /** For a largest batch of so many rows. */
  public long of(int rows) {
    return fixed + rows * ofRow;
  }

  private static long allocated(
      Objective objective, float[] parameters, float[] gradients, TokenRows rows, int count) {
    PackedBatch batch = objective.batches(1).batch(rows, 0, count, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    objective.network(new NoProducts()).forwardBackward(parameters, batch, 1, gradients);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static TokenRows rows(ModelConfig model, int length) {
    int[] tokens = new int[length];
    Arrays.fill(tokens, model.vocabularySize() - 1);
    TokenRows.Builder builder = new TokenRows.Builder();
    for (int row = 0; row < MORE; row++) {
      builder.add(new TokenRow(row, 0, tokens));
    }
    return builder.build();
  }

  private static final class NoProducts implements Gemm {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public void multiply(
        Op opA,
        Op opB,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int aAt,
        int aStride,
        float[] b,
        int bAt,
        int bStride,
        float beta,
        float[] c,
        int cAt,
        int cStride) {}
  }
}
