package io.sunrise.inference;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.ModelConfig;
import java.util.function.Function;

/**
 * Computes rows in as few batches as memory allows: attention takes the square of a row's length,
 * in each head of each layer. Rows of up to 50 tokens stay together in all sizes.
 */
public final class Chunks {
  private static final long MOST_BYTES = 256L << 20;

  private Chunks() {}

  /**
   * Numbers of all rows, as many of each.
   *
   * @param numbers of a batch
   */
  public static float[] compute(
      TokenRows rows, ModelConfig model, Function<PackedBatch, float[]> numbers) {
    float[] all = {};
    int from = 0;
    while (from < rows.size()) {
      int end = end(rows, from, model);
      PackedBatch batch = new ClassBatches().batch(rows, from, end, BatchMaker.VALIDATION);
      float[] some = numbers.apply(batch);
      if (end - from == rows.size()) {
        return some;
      }
      int width = some.length / (end - from);
      all = all.length == 0 ? new float[rows.size() * width] : all;
      System.arraycopy(some, 0, all, from * width, some.length);
      from = end;
    }
    return all;
  }

  /** The end, exclusive, of a batch that begins with a row: at least one row. */
  static int end(TokenRows rows, int from, ModelConfig model) {
    long bytes = 0;
    int end = from;
    while (end < rows.size()) {
      long length = rows.tokens(end, end + 1);
      bytes += length * length * model.attentionHeads() * model.layers() * Float.BYTES;
      if (bytes > MOST_BYTES && end > from) {
        break;
      }
      end++;
    }
    return end;
  }
}
