package io.sunrise.tokenizer;

import java.util.Arrays;

/** A reusable buffer of ids, each with the boundary that follows it. Not thread-safe. */
final class EncodedText {
  /** No boundary: the word continues with the next id. */
  static final byte NOTHING = 0;

  /** A word of the pre-tokenizer ends, such as {@code don} in {@code don't}. */
  static final byte PIECE = 1;

  /** As {@link #PIECE}; also ends a clause if white space follows. */
  static final byte MARK = 2;

  /** White space or the end of the text follows. */
  static final byte WORD = 3;

  /** A clause ends. */
  static final byte CLAUSE = 4;

  int[] ids = new int[256];
  byte[] ends = new byte[256];
  int length;

  void clear() {
    length = 0;
  }

  void add(int[] moreIds, byte[] moreEnds) {
    int needed = length + moreIds.length;
    if (needed > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(needed, 2 * length));
      ends = Arrays.copyOf(ends, ids.length);
    }
    for (int i = 0; i < moreIds.length; i++) {
      ids[length] = moreIds[i];
      ends[length++] = moreEnds[i];
    }
  }

  /** Records white space or the end of the text. */
  void endWord() {
    if (length > 0 && ends[length - 1] < WORD) {
      ends[length - 1] = ends[length - 1] == MARK ? CLAUSE : WORD;
    }
  }

  int[] toArray(int most) {
    return Arrays.copyOf(ids, Math.min(length, most));
  }
}
