package io.sunrise.text;

import java.text.Normalizer;

/**
 * Cleans text of what is no language: control, format and zero-width characters, broken surrogates,
 * HTML tags and entities, what wiki and Markdown markup extractors leave behind, and uneven white
 * space. White space becomes one space, or a blank line where it held one, as that ends a sentence.
 * The result is in Unicode's normal form C, and cleaning it again changes nothing.
 */
public final class TextCleaner {
  /** Unicode's Stream-Safe Text Format (UAX 15, section 13) allows as many marks in a row. */
  private static final int MARKS_IN_A_ROW = 30;

  /**
   * What markup hid can become a character that composes anew; more rounds than two are unheard of.
   */
  private static final int ROUNDS = 8;

  private TextCleaner() {}

  /** The cleaned text, perhaps empty. */
  public static String clean(String text) {
    String composed = compose(text);
    for (int round = 0; round < ROUNDS; round++) {
      String plain = MarkupRemover.remove(composed);
      composed = compose(plain);
      if (composed.equals(plain)) {
        break;
      }
    }
    return composed;
  }

  private static String compose(String text) {
    return Normalizer.normalize(withoutLongRuns(text), Normalizer.Form.NFC);
  }

  /** Normalizing takes the square of a run of marks, which some texts pile up by the thousand. */
  private static String withoutLongRuns(String text) {
    StringBuilder kept = null;
    int run = 0;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      run = isMark(c) ? run + 1 : 0;
      if (run > MARKS_IN_A_ROW && kept == null) {
        kept = new StringBuilder(text.length()).append(text, 0, i);
      } else if (run <= MARKS_IN_A_ROW && kept != null) {
        kept.appendCodePoint(c);
      }
    }
    return kept == null ? text : kept.toString();
  }

  private static boolean isMark(int c) {
    if (c < 0x300) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
