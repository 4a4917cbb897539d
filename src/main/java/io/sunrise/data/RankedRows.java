package io.sunrise.data;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * All rows of a dataset by rank, in the blocks they came in: no array grows with the number of
 * tokens, and rows are copied for the batches they are in only.
 */
public final class RankedRows {
  private final List<TokenRows> blocks;

  /** The block of the row of each rank, and its place there. */
  private final int[] block;

  private final int[] place;

  /**
   * Orders the rows of some blocks.
   *
   * @param ranks of all their indices
   */
  public RankedRows(List<TokenRows> blocks, RowRanks ranks) {
    this.blocks = List.copyOf(blocks);
    this.block = new int[ranks.size()];
    this.place = new int[ranks.size()];
    for (int i = 0; i < blocks.size(); i++) {
      TokenRows rows = blocks.get(i);
      for (int row = 0; row < rows.size(); row++) {
        int rank = ranks.rank(rows.index(row));
        block[rank] = i;
        place[rank] = row;
      }
    }
  }

  /** Those of one block. */
  public static RankedRows of(TokenRows rows) {
    RowRanks.Builder ranks = new RowRanks.Builder();
    for (int row = 0; row < rows.size(); row++) {
      ranks.add(rows.index(row));
    }
    return new RankedRows(List.of(rows), ranks.build());
  }

  public int size() {
    return block.length;
  }

  /** The index of the row of a rank. */
  public long index(int rank) {
    return blocks.get(block[rank]).index(place[rank]);
  }

  /**
   * Copies of some rows.
   *
   * @param rank of each place from {@code from} to before {@code to}
   */
  public TokenRows copy(int from, int to, IntUnaryOperator rank) {
    TokenRows.Builder copies = new TokenRows.Builder();
    for (int i = from; i < to; i++) {
      int row = rank.applyAsInt(i);
      copies.add(blocks.get(block[row]), place[row]);
    }
    return copies.build();
  }
}
