package io.sunrise.cleaning;

import java.text.Normalizer;

/**
 * Removes control, format, zero-width and private-use characters and unpaired surrogates, decodes
 * C1 controls as Windows-1252, and normalizes to NFC.
 */
final class UnicodeRepair {
  /** The limit of Unicode's Stream-Safe Text Format (UAX 15, section 13). */
  private static final int MARKS_IN_A_ROW = 30;

  /** Below it all characters are in NFC and none is a combining mark. */
  private static final int FIRST_MARK = 0x300;

  private UnicodeRepair() {}

  static String repair(String text) {
    String useful = useful(text);
    if (useful.chars().allMatch(c -> c < FIRST_MARK)) {
      return useful;
    }
    // Decomposition may lengthen a run of marks, which is truncated in the next round.
    String composed = useful;
    for (String last = null; !composed.equals(last); ) {
      last = composed;
      composed = compose(last);
    }
    return composed;
  }

  private static String useful(String text) {
    StringBuilder kept = null;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      boolean windows = Characters.isWindowsLeftover(c);
      boolean good = !windows && (!Characters.isUseless(c) || Characters.isSpace(c));
      if (!good && kept == null) {
        kept = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (good && kept != null) {
        kept.appendCodePoint(c);
      } else if (windows && !Characters.isUseless(HtmlEntities.windows(c).charAt(0))) {
        kept.append(HtmlEntities.windows(c));
      }
    }
    return kept == null ? text : kept.toString();
  }

  private static String compose(String text) {
    return Normalizer.normalize(withoutLongRuns(text), Normalizer.Form.NFC);
  }

  /** Normalization takes quadratic time in runs of marks, of which some texts have thousands. */
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
    if (c < FIRST_MARK) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
