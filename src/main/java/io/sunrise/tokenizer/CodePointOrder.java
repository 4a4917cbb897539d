package io.sunrise.tokenizer;

import java.util.Comparator;

/** The order of UTF-8 bytes, which is that of code points; that of Java's strings differs. */
enum CodePointOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // A surrogate stands for a code point above every other char's.
        boolean differ = Character.isSurrogate(x) != Character.isSurrogate(y);
        return differ ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
