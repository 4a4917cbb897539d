package io.sunrise.tokenizer;

/**
 * Splits text into pieces that can be encoded independently: at white space, at marks that are
 * words of their own, and around special tokens in the text. None of the separators takes part in
 * Unicode normalization, so that each piece can be normalized alone.
 */
final class PieceScanner {
  private final byte[] kinds;

  PieceScanner(PreTokenizer preTokenizer) {
    kinds = CharacterKinds.of(preTokenizer);
  }

  /** Receives the pieces in the order of the text. */
  interface Pieces {
    /**
     * The piece {@code text[start, end)}; ASCII is lower-cased if the pre-tokenizer does that.
     *
     * @param hash equal to {@link String#hashCode} of the piece
     */
    void piece(char[] text, int start, int end, int hash);

    /** White space, or the end of the text. */
    void space();

    /** Whether the rest of the text is not needed. */
    boolean full();
  }

  /** Receives pieces and special tokens in the order of the text. */
  interface Sink extends Pieces {
    /**
     * The special token that begins at a bracket, as its place in the list of their spellings; -1
     * for none or if it counts as plain text.
     */
    int specialAt(String text, int bracket);

    /**
     * A special token.
     *
     * @return the length of its spelling
     */
    int special(int place);
  }

  void scan(String text, Sink sink) {
    char[] chars = text.toCharArray();
    int start = 0;
    int hash = 0;
    for (int i = 0; i < chars.length; i++) {
      char c = chars[i];
      byte kind = kinds[c];
      if (kind == CharacterKinds.UPPER) {
        c = (char) (c + ('a' - 'A'));
        chars[i] = c;
        kind = CharacterKinds.LETTER;
      }
      int special = c == '[' ? sink.specialAt(text, i) : -1;
      if (kind == CharacterKinds.LETTER && special < 0) {
        hash = 31 * hash + c;
        continue;
      }
      if (i > start) {
        sink.piece(chars, start, i, hash);
      }
      if (sink.full()) {
        return;
      }
      if (special >= 0) {
        i += sink.special(special) - 1;
      } else {
        mark(chars, i, kind, sink);
      }
      start = i + 1;
      hash = 0;
    }
    if (start < chars.length) {
      sink.piece(chars, start, chars.length, hash);
    }
    sink.space();
  }

  private static void mark(char[] chars, int at, byte kind, Sink sink) {
    if (kind != CharacterKinds.MARK) {
      sink.space();
    }
    if (kind != CharacterKinds.SPACE) {
      sink.piece(chars, at, at + 1, chars[at]);
    }
    if (kind == CharacterKinds.IDEOGRAPH) {
      sink.space();
    }
  }
}
