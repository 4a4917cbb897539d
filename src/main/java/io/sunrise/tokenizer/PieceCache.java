package io.sunrise.tokenizer;

import java.util.Arrays;

/**
 * A cache of recent pieces of text with their ids, of fixed size and set-associative. Shared by
 * threads without a lock: a slot holds a complete piece or none, and a piece that is lost in a race
 * is encoded again.
 */
final class PieceCache {
  /** About 20 MB when full. A corpus of 100 MB of English has some 200,000 words. */
  private static final int SLOTS = 1 << 17;

  /** The number of slots for a piece. */
  private static final int WAYS = 4;

  private static final int MAX_PIECE_LENGTH = 48;

  /** A piece of text between white space or marks, with its ids and the boundary after each. */
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

  /** The piece {@code text[start, end)}, null if it is not cached. */
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

  /** Caches a piece, unless it is long, in place of the oldest one in its slots. */
  void keep(Piece piece) {
    if (piece.characters.length <= MAX_PIECE_LENGTH) {
      int first = first(piece.hash);
      System.arraycopy(slots, first, slots, first + 1, WAYS - 1);
      slots[first] = piece;
    }
  }

  private static int first(int hash) {
    return spread(hash) & (SLOTS - WAYS);
  }

  /** Mixes all bits into the low ones (Knuth's multiplicative hashing). */
  static int spread(int hash) {
    return (hash * 0x9E3779B9) >>> 12;
  }
}
