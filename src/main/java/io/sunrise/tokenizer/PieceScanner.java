package io.sunrise.tokenizer;

/**
 * Cuts text into pieces whose words depend on nothing around them: at white space, at the marks
 * that are words of their own, and around special tokens that are spelled out. None of the
 * characters cut at takes part in Unicode's normal forms, so that each piece can be normalised
 * alone.
 */
final class PieceScanner {
  private final byte[] kinds;

  PieceScanner(PreTokenizer preTokenizer) {
    kinds = CharacterKinds.of(preTokenizer);
  }

  /** Takes what is found, in the order of the text. */
  interface Sink {
    /**
     * The piece {@code text[start, end)}, ASCII lowered where the pre-tokenizer does.
     *
     * @param hash as {@link String#hashCode} of the piece
     */
    void piece(char[] text, int start, int end, int hash);

    /** White space, or the end of the text. */
    void space();

    /** The special token that begins at a bracket, -1 for none or where it is text as any other. */
    int specialAt(String text, int bracket);

    void special(int id);

    /** Whether the rest of the text is of no use. */
    boolean full();
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
        sink.special(special);
        i += SpecialTokens.spelling(special).length() - 1;
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
