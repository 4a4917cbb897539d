package io.sunrise.report;

/** A named share from 0 to 1 as a thin bar. */
final class Meter {
  private Meter() {}

  static Element of(String name, double share, String cssClass) {
    double width = Double.isFinite(share) ? Math.min(1, Math.max(0, share)) * 100 : 0;
    Element bar = Charts.svg(100, 6, name + " " + Numbers.percent(share));
    bar.set("preserveAspectRatio", "none")
        .add(Charts.rect("meter-ground", 0, 0, 100, 6), Charts.rect("meter-bar", 0, 0, width, 6));
    return Element.of("li", cssClass.isEmpty() ? "meter" : "meter " + cssClass)
        .add(
            Element.of("span", "meter-name").text(name),
            bar,
            Element.of("span", "meter-value").text(Numbers.percent(share)));
  }
}
