package io.sunrise.cleaning;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The tags of HTML and of MediaWiki, with the white space that each stands for. */
final class HtmlTags {
  private static final int LONGEST_NAME = 12;

  /** A tag's most characters once the first one stands behind its name and a blank line. */
  static final int LONGEST_START = "</".length() + LONGEST_NAME + 4;

  private static final Map<String, String> SPACES = spaces();

  private HtmlTags() {}

  /**
   * The lower-case name of the tag that begins at {@code start}, with a slash before a closing
   * tag's; null where no known tag begins.
   */
  static String nameAt(CharSequence text, int start) {
    int at = start + 1;
    if (at < text.length() && text.charAt(at) == '/') {
      at++;
    }
    int end = at;
    int limit = Math.min(text.length(), at + LONGEST_NAME);
    while (end < limit && isNameCharacter(text.charAt(end))) {
      end++;
    }
    if (end == text.length() || !endsName(text.charAt(end))) {
      return null;
    }
    String name = text.subSequence(at, end).toString().toLowerCase(Locale.ROOT);
    return !SPACES.containsKey(name) ? null : at == start + 2 ? "/" + name : name;
  }

  /** The white space that stands for a tag named as {@link #nameAt} names it. */
  static String space(String name) {
    return SPACES.get(name.startsWith("/") ? name.substring(1) : name);
  }

  /** Whether what stands between this opening tag and its closing one is no text. */
  static boolean holdsNoText(String name) {
    return name.equals("script") || name.equals("style");
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean endsName(char c) {
    return c == '>' || c == '/' || c == ' ' || c == '\n';
  }

  private static Map<String, String> spaces() {
    Map<String, String> spaces = new HashMap<>();
    put(
        spaces,
        "",
        "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark math nobr"
            + " includeonly noinclude nowiki onlyinclude q ref references rp rt ruby s samp small"
            + " span strike strong sub sup time tt u var wbr");
    put(
        spaces,
        " ",
        "audio button canvas embed iframe img input link map area meta object option param"
            + " picture select source svg td textarea th track video base col colgroup");
    put(spaces, "\n", "br");
    put(
        spaces,
        "\n\n",
        "address article aside blockquote body caption center dd details dialog div dl doc dt"
            + " fieldset figcaption figure footer form gallery h1 h2 h3 h4 h5 h6 head header hr"
            + " html legend li main menu nav noscript ol p pre poem script section style summary"
            + " table tbody template tfoot thead title tr ul");
    return Map.copyOf(spaces);
  }

  private static void put(Map<String, String> spaces, String space, String names) {
    for (String name : names.split(" ")) {
      spaces.put(name, space);
    }
  }
}
