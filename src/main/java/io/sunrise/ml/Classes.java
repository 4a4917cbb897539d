package io.sunrise.ml;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes of a classifier.
 *
 * @param words for each class
 * @param indices of each class, what MLlib's evaluators compare with the label column: the label
 *     itself where labels are numbers, else the place among the sorted words
 */
record Classes(List<String> words, int[] indices) implements Serializable {
  static Classes ofWords(List<String> words) {
    return new Classes(words, IntStream.range(0, words.size()).toArray());
  }

  /** Numbers of each class, at their indices; {@code other} where there is no class. */
  double[] spread(double[] numbers, double other) {
    double[] all = new double[Arrays.stream(indices).max().orElse(-1) + 1];
    Arrays.fill(all, other);
    for (int c = 0; c < numbers.length; c++) {
      all[indices[c]] = numbers[c];
    }
    return all;
  }
}
