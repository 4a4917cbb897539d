package io.sunrise.cooccurrence;

import java.io.Serializable;

/**
 * What is counted: pairs of a token and a context within a row, by frequency rank, where contexts
 * are the most frequent tokens. The matrix of counts, {@code (tokens, contexts)}, is cut into
 * blocks of rows.
 *
 * @param tokens that have a rank
 * @param contexts how many of the first ranks are contexts
 * @param window the largest distance of a pair; a pair at distance d counts {@code window + 1 - d}.
 *     {@link #WHOLE_ROW}: each pair of different tokens of a row counts 1, however often and far
 *     apart they occur in it
 */
record CountedPairs(int tokens, int contexts, int window) implements Serializable {
  /** Rows of a block: with 8,192 contexts, a block's counts take 4 MiB. */
  static final int BLOCK_ROWS = 64;

  static final int WHOLE_ROW = 0;

  int blocks() {
    return (tokens + BLOCK_ROWS - 1) / BLOCK_ROWS;
  }

  /** How many rows a block has. */
  int rows(int block) {
    return Math.min(BLOCK_ROWS, tokens - block * BLOCK_ROWS);
  }

  /** The block that a row is in. */
  static int block(int row) {
    return row / BLOCK_ROWS;
  }

  /** The cells of the blocks before one. */
  long firstCell(int block) {
    return (long) block * BLOCK_ROWS * contexts;
  }
}
