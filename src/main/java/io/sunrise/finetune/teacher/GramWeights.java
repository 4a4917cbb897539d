package io.sunrise.finetune.teacher;

import io.sunrise.data.TokenRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * TF-IDF of tokens and pairs of neighbouring tokens: the count in the row times ln((1 + n) / (1 +
 * d)) + 1 for n train rows of which d hold it, in rows of length 1 (scikit-learn's definition).
 */
final class GramWeights implements Features {
  private final long[] grams;
  private final float[] inverse;

  /** A token is the pair of this and itself. */
  private static final int ALONE = -1;

  private GramWeights(long[] grams, float[] inverse) {
    this.grams = grams;
    this.inverse = inverse;
  }

  /**
   * Of the rows' most frequent tokens and pairs.
   *
   * @param most of them, at least 1
   */
  static Features fit(List<TokenRow> rows, int most) {
    long[] all =
        rows.stream()
            .flatMapToLong(row -> Arrays.stream(grams(row.tokens())).distinct())
            .sorted()
            .toArray();
    int[] starts =
        IntStream.range(0, all.length).filter(i -> i == 0 || all[i] != all[i - 1]).toArray();
    int[] holding = new int[starts.length];
    for (int i = 0; i < starts.length; i++) {
      holding[i] = (i + 1 < starts.length ? starts[i + 1] : all.length) - starts[i];
    }
    int[] kept =
        IntStream.range(0, starts.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -holding[i]))
            .limit(most)
            .sorted()
            .mapToInt(Integer::intValue)
            .toArray();
    float[] inverse = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      inverse[i] = (float) (StrictMath.log((1.0 + rows.size()) / (1.0 + holding[kept[i]])) + 1);
    }
    return new GramWeights(Arrays.stream(kept).mapToLong(i -> all[starts[i]]).toArray(), inverse);
  }

  /** All tokens and pairs of a row, repeated ones included. */
  private static long[] grams(int[] ids) {
    int tokens = Math.max(0, ids.length - 2);
    long[] grams = new long[Math.max(0, 2 * tokens - 1)];
    for (int i = 0; i < tokens; i++) {
      grams[i] = gram(ALONE, ids[i + 1]);
      if (i > 0) {
        grams[tokens + i - 1] = gram(ids[i], ids[i + 1]);
      }
    }
    return grams;
  }

  private static long gram(int before, int token) {
    return ((long) before << 32) | token;
  }

  @Override
  public int width() {
    return grams.length;
  }

  @Override
  public SparseRow of(int[] ids) {
    int[] places =
        Arrays.stream(grams(ids))
            .mapToInt(gram -> Arrays.binarySearch(grams, gram))
            .filter(place -> place >= 0)
            .sorted()
            .toArray();
    int[] columns = Arrays.stream(places).distinct().toArray();
    float[] values = new float[columns.length];
    int column = -1;
    for (int i = 0; i < places.length; i++) {
      if (i == 0 || places[i] != places[i - 1]) {
        column++;
      }
      values[column] += inverse[places[i]];
    }
    SparseRow row = new SparseRow(columns, values);
    return columns.length == 0 ? row : row.times(1 / Math.sqrt(row.squares()));
  }
}
