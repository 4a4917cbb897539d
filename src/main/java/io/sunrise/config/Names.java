package io.sunrise.config;

import java.util.Locale;

/** How Java's names are spelled in the configuration. */
public final class Names {
  private Names() {}

  /** {@code maxTokens} and {@code MAX_TOKENS} are {@code max-tokens}. */
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
