package io.sunrise.nn;

import io.sunrise.CounterRandom;
import io.sunrise.data.PackedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small models and batches for tests. */
public final class Batches {
  public static final ModelConfig SMALL = new ModelConfig(30, 12, 2, 3, 20, 9, 0);

  private Batches() {}

  /** Rows of 3 to 8 random ids, of which every third is a target. */
  public static Builder masked(int rows) {
    Builder builder = random(rows);
    long key = CounterRandom.key(2, "targets");
    for (int row = 0; row < rows; row++) {
      for (int position = 1; position < builder.rows.get(row).length; position += 3) {
        builder.target(row, position, CounterRandom.below(key, 100L * row + position, 30));
      }
    }
    return builder;
  }

  /** Rows of 3 to 8 random ids, each with one of three classes. */
  public static Builder labelled(int rows) {
    Builder builder = random(rows);
    for (int row = 0; row < rows; row++) {
      builder.target(row, 0, row % 3);
    }
    return builder;
  }

  /** Rows of 3 to 8 random ids, each with a distribution over three classes. */
  public static Builder softlyLabelled(int rows) {
    Builder builder = labelled(rows);
    builder.probabilities = new float[3 * rows];
    for (int row = 0; row < rows; row++) {
      builder.probabilities[3 * row + row % 3] = 0.625f;
      builder.probabilities[3 * row + (row + 1) % 3] = 0.25f;
      builder.probabilities[3 * row + (row + 2) % 3] = 0.125f;
    }
    return builder;
  }

  private static Builder random(int rows) {
    Builder builder = new Builder();
    long key = CounterRandom.key(1, "rows");
    for (int row = 0; row < rows; row++) {
      int[] ids = new int[3 + CounterRandom.below(key, row, 6)];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = CounterRandom.below(key, 100L * (row + 1) + i, SMALL.vocabularySize());
      }
      builder.row(ids);
    }
    return builder;
  }

  /** Weights ten times as large as a new model's, biases and layer norms off their rest values. */
  public static float[] parameters(ParameterLayout layout) {
    float[] parameters = ParameterInitializer.initialize(layout, 3);
    long key = CounterRandom.key(3, "lively");
    for (int i = 0; i < parameters.length; i++) {
      float noise = (float) (CounterRandom.uniform(key, i) - 0.5);
      parameters[i] = parameters[i] * 1.2f + noise * 0.6f;
    }
    return parameters;
  }

  /** Collects rows and their targets, in order. */
  public static final class Builder {
    final List<int[]> rows = new ArrayList<>();
    private final List<int[]> targets = new ArrayList<>();

    /** Of three classes a row, or empty. */
    private float[] probabilities = {};

    void row(int... ids) {
      rows.add(ids);
    }

    void target(int row, int position, int expected) {
      targets.add(new int[] {row, position, expected});
    }

    PackedBatch build() {
      return build(0, rows.size());
    }

    /** The batch of the rows from one to before another, indexed as in the whole. */
    PackedBatch build(int from, int to) {
      int[] offsets = new int[to - from + 1];
      long[] indices = new long[to - from];
      for (int row = from; row < to; row++) {
        offsets[row - from + 1] = offsets[row - from] + rows.get(row).length;
        indices[row - from] = row;
      }
      int[] ids = rows.subList(from, to).stream().flatMapToInt(Arrays::stream).toArray();
      List<int[]> inside = targets.stream().filter(t -> t[0] >= from && t[0] < to).toList();
      int[] positions = inside.stream().mapToInt(t -> offsets[t[0] - from] + t[1]).toArray();
      int[] expected = inside.stream().mapToInt(t -> t[2]).toArray();
      float[] soft =
          probabilities.length == 0
              ? probabilities
              : Arrays.copyOfRange(probabilities, 3 * from, 3 * to);
      return new PackedBatch(
          to - from, offsets, ids, indices, positions, expected, new float[0], soft);
    }
  }
}
