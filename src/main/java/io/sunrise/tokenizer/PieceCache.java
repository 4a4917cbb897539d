package io.sunrise.tokenizer;

import java.util.Arrays;

/**
 * The pieces of text met lately and their ids. Shared by threads without a lock: a slot holds a
 * piece whole or not at all, and a piece lost in a race is made again.
 */
final class PieceCache {
  /** About 20 MB when full. A corpus of 100 MB of English has some 200,000 words. */
  private static final int SLOTS = 1 << 17;

  /** Slots in which a piece may stand. */
  private static final int WAYS = 4;

  private static final int LONGEST_PIECE = 48;

  /** A stretch of text between white space or marks, with its ids and what ends behind each. */
  static final class Piece {
    final int[] ids;
    final byte[] ends;
    private final char[] characters;
    private final int hash;

    Piece(char[] characters, int hash, int[] ids, byte[] ends) {
      this.characters = characters;
      this.hash = hash;
      this.ids = ids;
      this.ends = ends;
    }
  }

  private final Piece[] slots = new Piece[SLOTS];

  /** The piece {@code text[start, end)}, null if it is not known. */
  Piece find(char[] text, int start, int end, int hash) {
    int first = first(hash);
    for (int way = 0; way < WAYS; way++) {
      Piece piece = slots[first + way];
      if (piece != null
          && piece.hash == hash
          && Arrays.equals(piece.characters, 0, piece.characters.length, text, start, end)) {
        return piece;
      }
    }
    return null;
  }

  /** Keeps a piece, if it is short, in place of the one that stands in its slots the longest. */
  void keep(Piece piece) {
    if (piece.characters.length <= LONGEST_PIECE) {
      int first = first(piece.hash);
      System.arraycopy(slots, first, slots, first + 1, WAYS - 1);
      slots[first] = piece;
    }
  }

  private static int first(int hash) {
    return spread(hash) & (SLOTS - WAYS);
  }

  /** Low bits that depend on all bits (Knuth's multiplicative hashing). */
  static int spread(int hash) {
    return (hash * 0x9E3779B9) >>> 12;
  }
}
