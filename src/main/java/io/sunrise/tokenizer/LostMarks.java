package io.sunrise.tokenizer;

import java.text.Normalizer;

/**
 * Counts the letters of texts that lose a mark where accents are stripped: an accent, an umlaut, a
 * vowel sign.
 */
public final class LostMarks {
  private long letters;
  private long marks;
  private String example = "";

  public void add(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
    int before = 0;
    for (int i = 0, c; i < decomposed.length(); i += Character.charCount(c)) {
      c = decomposed.codePointAt(i);
      if (Character.isLetter(c)) {
        letters++;
        before = c;
      } else if (BertCharacters.isAccent(c)) {
        marks++;
        if (example.isEmpty() && before != 0) {
          String base = Character.toString(before);
          String marked = base + Character.toString(c);
          example = Normalizer.normalize(marked, Normalizer.Form.NFC) + " becomes " + base;
        }
      }
    }
  }

  /** The number of marks for each letter. */
  public double share() {
    return letters == 0 ? 0 : (double) marks / letters;
  }

  /** Such as {@code ö becomes o}. */
  public String example() {
    return example;
  }
}
