package io.sunrise.finetune.teacher;

import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.TokenRow;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of the vectors of a row's tokens, times a factor that makes the mean squared length of
 * the train rows 1. All tokens weigh alike: frequent ones already do little, as the vectors are
 * counted.
 */
final class MeanVectors implements Features {
  private final float[] vectors;
  private final int width;
  private final int[] columns;
  private final double factor;

  private MeanVectors(float[] vectors, int width, double factor) {
    this.vectors = vectors;
    this.width = width;
    this.columns = IntStream.range(0, width).toArray();
    this.factor = factor;
  }

  /** Of the vectors of a vocabulary, scaled for rows. */
  static Features fit(List<TokenRow> rows, TokenVectors vectors) {
    MeanVectors unscaled = new MeanVectors(vectors.values(), vectors.width(), 1);
    double squares = 0;
    for (TokenRow row : rows) {
      squares += unscaled.of(row.tokens()).squares();
    }
    double factor = squares == 0 ? 1 : Math.sqrt(rows.size() / squares);
    return new MeanVectors(vectors.values(), vectors.width(), factor);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public SparseRow of(int[] ids) {
    float[] sum = new float[width];
    for (int i = 1; i < ids.length - 1; i++) {
      int at = ids[i] * width;
      for (int j = 0; j < width; j++) {
        sum[j] += vectors[at + j];
      }
    }
    return new SparseRow(columns, sum).times(factor / Math.max(1, ids.length - 2));
  }
}
