package io.sunrise.cleaning;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The tags of HTML and MediaWiki, with the white space that replaces each. */
final class HtmlTags {
  private static final int MAX_NAME_LENGTH = 12;

  /** The maximum length of a tag up to the first character after its name and a blank line. */
  static final int MAX_START_LENGTH = "</".length() + MAX_NAME_LENGTH + 4;

  private static final Map<String, String> SPACES = spaces();

  private HtmlTags() {}

  /**
   * The lower-case name of the tag that begins at {@code start}, with a leading slash for a closing
   * tag; null if no known tag begins there.
   */
  static String nameAt(CharSequence text, int start) {
    int at = start + 1;
    if (at < text.length() && text.charAt(at) == '/') {
      at++;
    }
    int end = at;
    int limit = Math.min(text.length(), at + MAX_NAME_LENGTH);
    while (end < limit && isNameCharacter(text.charAt(end))) {
      end++;
    }
    if (end == text.length() || !endsName(text.charAt(end))) {
      return null;
    }
    String name = text.subSequence(at, end).toString().toLowerCase(Locale.ROOT);
    return !SPACES.containsKey(name) ? null : at == start + 2 ? "/" + name : name;
  }

  /** The white space that replaces a tag; its name as returned by {@link #nameAt}. */
  static String space(String name) {
    return SPACES.get(name.startsWith("/") ? name.substring(1) : name);
  }

  /** Whether the content of the element is not text. */
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
