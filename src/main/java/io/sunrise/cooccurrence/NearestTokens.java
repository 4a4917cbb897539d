package io.sunrise.cooccurrence;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The tokens whose vectors point in the most similar direction. */
public final class NearestTokens {
  private final TokenVectors vectors;
  private final double[] lengths;

  /**
   * A token near another.
   *
   * @param cosine of the angle between the two vectors
   */
  public record Near(int token, double cosine) {}

  public NearestTokens(TokenVectors vectors) {
    this.vectors = vectors;
    this.lengths =
        IntStream.range(0, vectors.vocabularySize())
            .mapToDouble(token -> Math.sqrt(product(token, token)))
            .toArray();
  }

  private double product(int a, int b) {
    int width = vectors.width();
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += (double) vectors.values()[a * width + i] * vectors.values()[b * width + i];
    }
    return sum;
  }

  /**
   * The nearest others, nearest first; of those as near the lower id first.
   *
   * @param among which tokens are looked at
   */
  public List<Near> of(int token, IntPredicate among, int most) {
    return IntStream.range(0, vectors.vocabularySize())
        .filter(other -> other != token && lengths[other] > 0 && among.test(other))
        .mapToObj(other -> new Near(other, product(token, other) / lengths[token] / lengths[other]))
        .sorted(Comparator.comparingDouble(near -> -near.cosine()))
        .limit(most)
        .toList();
  }
}
