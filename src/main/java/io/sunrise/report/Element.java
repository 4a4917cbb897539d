package io.sunrise.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collection;
import java.util.Set;

/**
 * Builder of one HTML or SVG element. Text and attributes are always escaped, so no data can become
 * markup; the result is both HTML and well-formed XML.
 *
 * <p>Not j2html: it knows no SVG and does not replace characters that XML forbids, so that half of
 * this class would remain as a wrapper around it, and no caller would be shorter.
 */
final class Element {
  private static final Set<String> VOID = Set.of("meta", "link", "br", "col");

  private final String tag;
  private final StringBuilder attributes = new StringBuilder();
  private final StringBuilder content = new StringBuilder();

  private Element(String tag) {
    this.tag = tag;
  }

  static Element of(String tag) {
    return new Element(tag);
  }

  static Element of(String tag, String cssClass) {
    return new Element(tag).set("class", cssClass);
  }

  /** A {@code style} element, the content of which HTML does not unescape. */
  static Element style(String css) {
    if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0) {
      throw new IllegalArgumentException("a style sheet must hold neither < nor &");
    }
    Element style = of("style");
    style.content.append(css);
    return style;
  }

  @CanIgnoreReturnValue
  Element set(String name, String value) {
    attributes.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    return this;
  }

  /** Sets a length or coordinate, rounded to a hundredth of a unit. */
  @CanIgnoreReturnValue
  Element set(String name, double value) {
    return set(name, Numbers.coordinate(value));
  }

  @CanIgnoreReturnValue
  Element text(String text) {
    content.append(escape(text));
    return this;
  }

  @CanIgnoreReturnValue
  Element add(Element... children) {
    for (Element child : children) {
      child.appendTo(content);
    }
    return this;
  }

  @CanIgnoreReturnValue
  Element add(Collection<Element> children) {
    children.forEach(child -> child.appendTo(content));
    return this;
  }

  private void appendTo(StringBuilder out) {
    out.append('<').append(tag).append(attributes);
    if (VOID.contains(tag)) {
      out.append("/>");
    } else {
      out.append('>').append(content).append("</").append(tag).append('>');
    }
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    appendTo(out);
    return out.toString();
  }

  /** Escapes markup; characters that XML 1.0 forbids (section 2.2) become U+FFFD. */
  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isXml(point) ? point : 0xFFFD);
              }
            });
    return out.toString();
  }

  private static boolean isXml(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
