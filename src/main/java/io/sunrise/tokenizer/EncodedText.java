package io.sunrise.tokenizer;

import java.util.Arrays;

/** Ids as they are made, each with what ends behind it. One for a thread, used for many texts. */
final class EncodedText {
  /** The word goes on with the next id. */
  static final byte NOTHING = 0;

  /** What the pre-tokenizer takes for a word ends, such as {@code don} in {@code don't}. */
  static final byte PIECE = 1;

  /** As {@link #PIECE}; a clause ends where white space follows. */
  static final byte MARK = 2;

  /** White space follows, or the text's end. */
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

  /** White space or the text's end was met. */
  void endWord() {
    if (length > 0 && ends[length - 1] < WORD) {
      ends[length - 1] = ends[length - 1] == MARK ? CLAUSE : WORD;
    }
  }

  int[] toArray(int most) {
    return Arrays.copyOf(ids, Math.min(length, most));
  }
}
