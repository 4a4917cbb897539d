package io.sunrise.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Rows of token ids, concatenated in a few arrays: 4 bytes per token and 16 per row. */
public final class TokenRows implements Serializable {
  private final long[] indices;
  private final int[] labels;
  private final int[] offsets;
  private final int[] tokens;

  private TokenRows(long[] indices, int[] labels, int[] offsets, int[] tokens) {
    this.indices = indices;
    this.labels = labels;
    this.offsets = offsets;
    this.tokens = tokens;
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

  /**
   * Copies the ids of the rows from {@code from}, inclusive, to {@code to}, exclusive, into a new
   * array.
   */
  int[] copyTokens(int from, int to) {
    return Arrays.copyOfRange(tokens, offsets[from], offsets[to]);
  }

  /** The same rows in another order: row {@code i} is row {@code order[i]} of this one. */
  public TokenRows inOrder(int[] order) {
    Builder builder = new Builder(order.length, tokens.length);
    for (int row : order) {
      builder.add(indices[row], labels[row], tokens, offsets[row], offsets[row + 1]);
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
      return add(row.index(), row.label(), row.tokens(), 0, row.tokens().length);
    }

    public Builder addAll(TokenRows rows) {
      for (int row = 0; row < rows.size(); row++) {
        add(rows, row);
      }
      return this;
    }

    Builder add(TokenRows rows, int row) {
      return add(
          rows.indices[row],
          rows.labels[row],
          rows.tokens,
          rows.offsets[row],
          rows.offsets[row + 1]);
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
      return new TokenRows(
          Arrays.copyOf(indices, size),
          Arrays.copyOf(labels, size),
          Arrays.copyOf(offsets, size + 1),
          Arrays.copyOf(tokens, offsets[size]));
    }
  }
}
