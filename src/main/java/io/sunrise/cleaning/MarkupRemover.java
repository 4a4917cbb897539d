package io.sunrise.cleaning;

import java.util.function.IntPredicate;

/**
 * Removes markup and useless characters from a text in one pass. Characters are appended to the
 * output one by one; whenever one of them completes a piece of markup at the end of the output (a
 * tag by its {@code >}, an entity by its {@code ;}), the output is truncated to where that piece
 * began, and its replacement is read before the rest of the input. So the output never contains
 * complete markup, however it was nested, and the time is linear: each truncation is paid for by
 * the characters it removes.
 *
 * <p>Not jsoup: an HTML5 parser is no faster, and it loses text that is not HTML. {@code if a <b
 * then c} and an unclosed {@code <!--} end the text, {@code List<String>} becomes {@code List},
 * {@code ?a=1&copy=2} becomes {@code ?a=1©=2}; and MediaWiki, Markdown and markup inside of
 * entities would still need this class.
 */
final class MarkupRemover {
  private static final int MAX_TAG_LENGTH = 4096;
  private static final int MAX_TEMPLATE_LENGTH = 4096;
  private static final int MAX_LINK_LENGTH = 300;
  private static final String COMMENT = "<!--";

  private final MarkupOutput out = new MarkupOutput();

  /** Text to read before the rest of the input, last character first. */
  private final StringBuilder putBack = new StringBuilder();

  private final OpenMarks angles = out.marks();

  /** The angle brackets that begin a known tag or a declaration. */
  private final OpenMarks tags = out.marks();

  private final OpenMarks comments = out.marks();
  private final OpenMarks templates = out.marks();
  private final OpenMarks wikiLinks = out.marks();
  private final OpenMarks linkTargets = out.marks();

  /** Where the content of an open script or style element begins. */
  private final OpenMarks hidden = out.marks();

  private MarkupRemover() {}

  static String remove(String text) {
    return new MarkupRemover().run(text);
  }

  private String run(String text) {
    int next = 0;
    while (next < text.length() || putBack.length() > 0) {
      int c;
      if (putBack.length() > 0) {
        c = putBack.codePointBefore(putBack.length());
        putBack.setLength(putBack.length() - Character.charCount(c));
      } else {
        c = text.codePointAt(next);
        next += Character.charCount(c);
      }
      if (Characters.isSpace(c)) {
        out.space(c);
      } else if (Characters.isWindowsLeftover(c)) {
        putBack.append(HtmlEntities.windows(c));
      } else if (!Characters.isUseless(c)) {
        out.append(c);
        finish(c);
      }
    }
    return out.finish();
  }

  /** Handles markup that the last character may open or complete. */
  private void finish(int c) {
    int angle = angles.top();
    if (angle >= 0 && out.length() - angle <= HtmlTags.MAX_START_LENGTH) {
      openTag(angle);
    }
    switch (c) {
      case '<' -> angles.push(out.length() - 1, out.length());
      case '>' -> finishTag();
      case ';' -> finishEntity();
      case '{' -> openDouble('{', templates);
      case '}' -> finishTemplate();
      case '[' -> openDouble('[', wikiLinks);
      case ']' -> finishWikiLink();
      case '(' -> openDouble(']', linkTargets);
      case ')' -> finishLink();
      default -> {}
    }
  }

  /** Records the markup that the last angle bracket begins, once enough of it is written. */
  private void openTag(int angle) {
    if (out.endsWith(COMMENT)) {
      comments.push(angle, out.length());
    } else if (tags.top() != angle && (isDeclaration(angle) || isTag(angle))) {
      tags.push(angle, out.length());
    }
  }

  private boolean isDeclaration(int start) {
    return out.startsWith("<!", start) || out.startsWith("<?", start);
  }

  private boolean isTag(int start) {
    return HtmlTags.nameAt(out.text(), start) != null;
  }

  private void openDouble(char before, OpenMarks marks) {
    if (out.charBefore(1) == before) {
      marks.push(out.length() - 2, out.length());
    }
  }

  private void finishTag() {
    int start = tags.top();
    int comment = comments.top();
    if (start > comment && out.length() - start <= MAX_TAG_LENGTH) {
      removeTag(start);
    } else if (comment >= 0
        && out.endsWith("-->")
        && out.length() - comment >= COMMENT.length() + "-->".length()) {
      spaceFrom(comment, " ");
    }
  }

  private void removeTag(int start) {
    if (isDeclaration(start)) {
      spaceFrom(start, " ");
      return;
    }
    String name = HtmlTags.nameAt(out.text(), start);
    int opened = hidden.top();
    boolean closes = name.startsWith("/") && HtmlTags.holdsNoText(name.substring(1));
    spaceFrom(closes && opened >= 0 ? opened : start, HtmlTags.space(name));
    if (closes && hidden.top() >= 0) {
      hidden.pop(out.length());
    } else if (HtmlTags.holdsNoText(name) && opened < 0) {
      hidden.push(out.length(), out.length());
    }
  }

  private void finishEntity() {
    int ampersand = out.lastIndexOf('&', HtmlEntities.MAX_LENGTH + 2);
    if (ampersand >= 0) {
      String text = HtmlEntities.text(out.substring(ampersand + 1, out.length() - 1));
      if (text != null) {
        replaceFrom(ampersand, text);
      }
    }
  }

  private void finishTemplate() {
    int start = templates.top();
    if (start < 0 || out.charBefore(1) != '}') {
      return;
    }
    if (out.length() - start <= MAX_TEMPLATE_LENGTH) {
      replaceFrom(start, "");
    } else {
      templates.pop(out.length());
    }
  }

  /** {@code [[target|text]]} and {@code [[text]]} become the text. */
  private void finishWikiLink() {
    int start = wikiLinks.top();
    if (start < 0 || out.charBefore(1) != ']') {
      return;
    }
    if (out.length() - start <= MAX_LINK_LENGTH) {
      String content = out.substring(start + 2, out.length() - 2);
      replaceFrom(start, content.substring(content.lastIndexOf('|') + 1));
    } else {
      wikiLinks.pop(out.length());
    }
  }

  /** {@code [text](address)} and {@code ![text](address)} become the text. */
  private void finishLink() {
    int middle = linkTargets.top();
    if (middle < 0) {
      return;
    }
    linkTargets.pop(out.length());
    String target = out.substring(middle + 2, Math.min(out.length() - 1, middle + MAX_TAG_LENGTH));
    int start = out.lastIndexOf('[', middle, MAX_LINK_LENGTH);
    if (start >= 0 && isAddress(target)) {
      String text = out.substring(start + 1, middle);
      boolean image = start > 0 && out.text().charAt(start - 1) == '!';
      replaceFrom(image ? start - 1 : start, text);
    }
  }

  private static boolean isAddress(String target) {
    boolean begins =
        target.startsWith("http")
            || target.startsWith("www.")
            || target.startsWith("mailto:")
            || target.startsWith("/")
            || target.startsWith("#");
    IntPredicate space = Characters::isSpace;
    return begins && target.chars().noneMatch(space);
  }

  private void spaceFrom(int start, String space) {
    out.truncate(start);
    space.chars().forEach(out::space);
  }

  private void replaceFrom(int start, String text) {
    out.truncate(start);
    for (int i = text.length(); i > 0; ) {
      int c = text.codePointBefore(i);
      putBack.appendCodePoint(c);
      i -= Character.charCount(c);
    }
  }
}
