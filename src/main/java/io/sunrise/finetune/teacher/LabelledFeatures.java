package io.sunrise.finetune.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of features with their classes.
 *
 * @param classes at least 2
 * @param width the number of features
 * @param weights how much each row counts, above 0
 */
public record LabelledFeatures(
    int classes, int width, List<SparseRow> rows, int[] labels, double[] weights) {

  /** Rows of numbers that are all given. */
  public static LabelledFeatures of(
      int classes, List<float[]> rows, int[] labels, double[] weights) {
    int width = rows.get(0).length;
    int[] columns = IntStream.range(0, width).toArray();
    List<SparseRow> all = new ArrayList<>();
    rows.forEach(row -> all.add(new SparseRow(columns, row)));
    return new LabelledFeatures(classes, width, all, labels, weights);
  }
}
