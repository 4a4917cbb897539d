package io.sunrise.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rows of token ids, concatenated in a few arrays: 4 bytes per token and 16 per row, 4 per row
 * where they have weights, and 4 per row and class where they have probabilities of classes.
 */
public final class TokenRows implements Serializable {
  private final long[] indices;
  private final int[] labels;
  private final int[] offsets;
  private final int[] tokens;

  /** Empty if all are 1. */
  private final float[] weights;

  /** (rows, classes); empty if rows have none. */
  private final float[] probabilities;

  private TokenRows(Builder builder) {
    int size = builder.size;
    indices = Arrays.copyOf(builder.indices, size);
    labels = Arrays.copyOf(builder.labels, size);
    offsets = Arrays.copyOf(builder.offsets, size + 1);
    tokens = Arrays.copyOf(builder.tokens, offsets[size]);
    weights = Arrays.copyOf(builder.weights, builder.weights.length == 0 ? 0 : size);
    probabilities = Arrays.copyOf(builder.probabilities, size * builder.classes);
  }

  public int size() {
    return indices.length;
  }

  public long index(int row) {
    return indices[row];
  }

  public int label(int row) {
    return labels[row];
  }

  /** The number of tokens in the rows from {@code from}, inclusive, to {@code to}, exclusive. */
  public int tokens(int from, int to) {
    return offsets[to] - offsets[from];
  }

  /** A copy of a row. */
  public TokenRow row(int row) {
    return new TokenRow(
        indices[row],
        labels[row],
        weight(row),
        copyTokens(row, row + 1),
        copyProbabilities(row, row + 1));
  }

  private float weight(int row) {
    return weights.length == 0 ? 1f : weights[row];
  }

  /**
   * Copies the ids of the rows from {@code from}, inclusive, to {@code to}, exclusive, into a new
   * array.
   */
  int[] copyTokens(int from, int to) {
    return Arrays.copyOfRange(tokens, offsets[from], offsets[to]);
  }

  /**
   * Copies the weights of the rows from {@code from}, inclusive, to {@code to}, exclusive, into a
   * new array; empty if all rows weigh 1.
   */
  float[] copyWeights(int from, int to) {
    return weights.length == 0 ? weights : Arrays.copyOfRange(weights, from, to);
  }

  /**
   * Copies the class probabilities of the rows from {@code from}, inclusive, to {@code to},
   * exclusive, into a new array (rows, classes); empty if rows have none.
   */
  float[] copyProbabilities(int from, int to) {
    int classes = classes();
    return Arrays.copyOfRange(probabilities, from * classes, to * classes);
  }

  /** Classes with a probability in each row; 0 if rows have none. */
  private int classes() {
    return probabilities.length == 0 ? 0 : probabilities.length / size();
  }

  /** The same rows in another order: row {@code i} is row {@code order[i]} of this one. */
  public TokenRows inOrder(int[] order) {
    Builder builder = new Builder(order.length, tokens.length);
    for (int row : order) {
      builder.add(this, row);
    }
    return builder.build();
  }

  /** The same rows, sorted by index. */
  public TokenRows inOrderOfIndex() {
    int[] order =
        IntStream.range(0, size())
            .boxed()
            .sorted(Comparator.comparingLong(this::index))
            .mapToInt(Integer::intValue)
            .toArray();
    return inOrder(order);
  }

  /** Collects rows one by one. */
  public static final class Builder {
    private long[] indices;
    private int[] labels;
    private int[] offsets;
    private int[] tokens;
    private float[] weights = {};
    private float[] probabilities = {};
    private int classes;
    private int size;

    public Builder() {
      this(64, 4096);
    }

    private Builder(int rows, int tokens) {
      this.indices = new long[rows];
      this.labels = new int[rows];
      this.offsets = new int[rows + 1];
      this.tokens = new int[tokens];
    }

    public Builder add(TokenRow row) {
      addProbabilities(row.probabilities(), 0, row.probabilities().length);
      addWeight(row.weight());
      return add(row.index(), row.label(), row.tokens(), 0, row.tokens().length);
    }

    public Builder addAll(TokenRows rows) {
      for (int row = 0; row < rows.size(); row++) {
        add(rows, row);
      }
      return this;
    }

    Builder add(TokenRows rows, int row) {
      int width = rows.classes();
      addProbabilities(rows.probabilities, row * width, width);
      addWeight(rows.weight(row));
      return add(
          rows.indices[row],
          rows.labels[row],
          rows.tokens,
          rows.offsets[row],
          rows.offsets[row + 1]);
    }

    private void addProbabilities(float[] source, int from, int width) {
      if (size == 0) {
        classes = width;
      }
      if (width != classes) {
        throw new IllegalArgumentException(
            "a row with probabilities of " + width + " classes among rows of " + classes);
      }
      int end = Math.multiplyExact(size + 1, classes);
      if (end > probabilities.length) {
        probabilities = Arrays.copyOf(probabilities, Math.max(end, 2 * probabilities.length));
      }
      System.arraycopy(source, from, probabilities, end - width, width);
    }

    private void addWeight(float weight) {
      if (weights.length == 0 && weight != 1f) {
        weights = new float[Math.max(64, indices.length)];
        Arrays.fill(weights, 0, size, 1f);
      }
      if (weights.length > 0) {
        weights = size < weights.length ? weights : Arrays.copyOf(weights, 2 * size);
        weights[size] = weight;
      }
    }

    private Builder add(long index, int label, int[] source, int from, int to) {
      if (size == indices.length) {
        int larger = Math.max(64, Math.multiplyExact(size, 2));
        indices = Arrays.copyOf(indices, larger);
        labels = Arrays.copyOf(labels, larger);
        offsets = Arrays.copyOf(offsets, larger + 1);
      }
      int end = Math.addExact(offsets[size], to - from);
      if (end > tokens.length) {
        tokens =
            Arrays.copyOf(
                tokens, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * tokens.length)));
      }
      System.arraycopy(source, from, tokens, offsets[size], to - from);
      indices[size] = index;
      labels[size] = label;
      size++;
      offsets[size] = end;
      return this;
    }

    public TokenRows build() {
      return new TokenRows(this);
    }
  }
}
