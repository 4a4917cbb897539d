package io.sunrise.tokenizer;

import java.text.Normalizer;

/** How the scanner treats each 16-bit character, and which boundary follows a word. */
final class CharacterKinds {
  /** Part of a piece; includes surrogates. */
  static final byte LETTER = 0;

  /** An ASCII letter to be lower-cased. */
  static final byte UPPER = 1;

  /** Ends a piece and is dropped. */
  static final byte SPACE = 2;

  /** A word of its own. */
  static final byte MARK = 3;

  /** A word of its own, as if surrounded by spaces. */
  static final byte IDEOGRAPH = 4;

  /** These always end a clause, the others only before white space. */
  private static final String CLAUSE_ENDS = "—–…、，；：。！？";

  private static final String CLAUSE_ENDS_BEFORE_SPACE = ",;:.!?)-،؛";

  private CharacterKinds() {}

  /** The kind of each of the 65,536 characters. */
  static byte[] of(PreTokenizer preTokenizer) {
    byte[] kinds = new byte[Character.MAX_VALUE + 1];
    for (int c = 0; c < kinds.length; c++) {
      if (!BertCharacters.isDropped(c) && isInert(c)) {
        kinds[c] = kind(c, preTokenizer);
      }
    }
    return kinds;
  }

  /** Whether normalization leaves the character as it is; all separators are also starters. */
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

  /** The boundary after a word, one of the constants of {@link EncodedText}. */
  static byte endOf(String word) {
    char last = word.charAt(word.length() - 1);
    if (CLAUSE_ENDS.indexOf(last) >= 0) {
      return EncodedText.CLAUSE;
    }
    return CLAUSE_ENDS_BEFORE_SPACE.indexOf(last) >= 0 ? EncodedText.MARK : EncodedText.PIECE;
  }
}
