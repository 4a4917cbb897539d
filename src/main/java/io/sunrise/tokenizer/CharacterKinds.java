package io.sunrise.tokenizer;

import java.text.Normalizer;

/** What the scanner does at each 16-bit character, and what ends at the end of a word. */
final class CharacterKinds {
  /** Part of a piece, whatever that is; halves of pairs among them. */
  static final byte LETTER = 0;

  /** A letter of ASCII to be lowered. */
  static final byte UPPER = 1;

  /** Ends a piece and is dropped. */
  static final byte SPACE = 2;

  /** A word of its own. */
  static final byte MARK = 3;

  /** A word of its own, as if between spaces. */
  static final byte IDEOGRAPH = 4;

  /** These end a clause wherever they stand, the others where white space follows. */
  private static final String CLAUSE_ENDS = "—–…、，；：。！？";

  private static final String CLAUSE_ENDS_BEFORE_SPACE = ",;:.!?)-،؛";

  private CharacterKinds() {}

  /** The kind of each of the 65,536. */
  static byte[] of(PreTokenizer preTokenizer) {
    byte[] kinds = new byte[Character.MAX_VALUE + 1];
    for (int c = 0; c < kinds.length; c++) {
      if (!BertCharacters.isDropped(c) && isInert(c)) {
        kinds[c] = kind(c, preTokenizer);
      }
    }
    return kinds;
  }

  /** Whether no decomposition makes another of it; each that is cut at is also a starter. */
  private static boolean isInert(int c) {
    return c < 128
        || (!Character.isSurrogate((char) c)
            && Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFD));
  }

  private static byte kind(int c, PreTokenizer preTokenizer) {
    if (BertCharacters.isWhitespace(c)) {
      return SPACE;
    }
    if (BertCharacters.isChinese(c)) {
      return IDEOGRAPH;
    }
    if (!preTokenizer.bytes() && BertCharacters.isPunctuation(c)) {
      return MARK;
    }
    return preTokenizer.lowers() && c >= 'A' && c <= 'Z' ? UPPER : LETTER;
  }

  /** One of {@link EncodedText}'s: what ends behind a word. */
  static byte endOf(String word) {
    char last = word.charAt(word.length() - 1);
    if (CLAUSE_ENDS.indexOf(last) >= 0) {
      return EncodedText.CLAUSE;
    }
    return CLAUSE_ENDS_BEFORE_SPACE.indexOf(last) >= 0 ? EncodedText.MARK : EncodedText.PIECE;
  }
}
