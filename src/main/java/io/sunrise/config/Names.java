package io.sunrise.config;

import java.util.Locale;

/** Converts Java names to configuration keys. */
public final class Names {
  private Names() {}

  /** Converts {@code maxTokens} and {@code MAX_TOKENS} to {@code max-tokens}. */
  public static String kebab(String name) {
    if (name.equals(name.toUpperCase(Locale.ROOT))) {
      return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        kebab.append('-');
      }
      kebab.append(Character.toLowerCase(c));
    }
    return kebab.toString();
  }
}
