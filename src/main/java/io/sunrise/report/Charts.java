package io.sunrise.report;

import java.util.List;
import java.util.Locale;

/** Building blocks that the charts share: the frame with its legend, and SVG shapes. */
final class Charts {
  private Charts() {}

  /** A chart with its title and a legend that wraps on narrow screens. */
  static Element figure(String title, List<Element> keys, Element svg) {
    Element figure = Element.of("figure", "chart");
    figure.add(Element.of("figcaption").text(title));
    figure.add(Element.of("ul", "legend").add(keys));
    return figure.add(svg);
  }

  /** A legend entry, drawn in the style of its series. */
  static Element key(String name, String cssClass, LineChart.Mark mark) {
    Element swatch = swatch(cssClass + " " + mark.name().toLowerCase(Locale.ROOT));
    if (mark == LineChart.Mark.RINGS) {
      swatch.add(circle(10, 6, 4));
    } else {
      swatch.add(Element.of("path").set("d", "M1 6L19 6"));
    }
    return Element.of("li").add(swatch, Element.of("span").text(name));
  }

  /** A legend entry of a bar chart. */
  static Element key(String name, String cssClass) {
    Element bar =
        Element.of("rect", "bar").set("x", 3).set("y", 1).set("width", 12).set("height", 10);
    return Element.of("li").add(swatch(cssClass).add(bar), Element.of("span").text(name));
  }

  /** A list item that shows a named share from 0 to 1 as a thin bar. */
  static Element shareBar(String name, double share, String cssClass) {
    double width = Double.isFinite(share) ? Math.min(1, Math.max(0, share)) * 100 : 0;
    Element bar = svg(100, 6, name + " " + Numbers.percent(share));
    bar.set("preserveAspectRatio", "none")
        .add(rect("meter-ground", 0, 0, 100, 6), rect("meter-bar", 0, 0, width, 6));
    return Element.of("li", cssClass.isEmpty() ? "meter" : "meter " + cssClass)
        .add(
            Element.of("span", "meter-name").text(name),
            bar,
            Element.of("span", "meter-value").text(Numbers.percent(share)));
  }

  private static Element swatch(String cssClass) {
    return Element.of("svg", "swatch " + cssClass)
        .set("xmlns", "http://www.w3.org/2000/svg")
        .set("viewBox", "0 0 20 12")
        .set("aria-hidden", "true");
  }

  static Element svg(double width, double height, String title) {
    return Element.of("svg", "drawing")
        .set("xmlns", "http://www.w3.org/2000/svg")
        .set("viewBox", "0 0 " + Numbers.coordinate(width) + " " + Numbers.coordinate(height))
        .set("role", "img")
        .set("aria-label", title);
  }

  static Element label(String text, String cssClass, double x, double y, String anchor) {
    return Element.of("text", cssClass)
        .set("x", x)
        .set("y", y)
        .set("text-anchor", anchor)
        .text(text);
  }

  static Element line(String cssClass, double x1, double y1, double x2, double y2) {
    return Element.of("line", cssClass).set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2);
  }

  static Element rect(String cssClass, double x, double y, double width, double height) {
    return Element.of("rect", cssClass)
        .set("x", x)
        .set("y", y)
        .set("width", width)
        .set("height", height);
  }

  static Element circle(double x, double y, double radius) {
    return Element.of("circle").set("cx", x).set("cy", y).set("r", radius);
  }
}
