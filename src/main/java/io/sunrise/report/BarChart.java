package io.sunrise.report;

import java.util.List;

/**
 * A grouped bar chart of shares from 0 to 1, each value printed above its bar.
 *
 * @param groups labels below the groups
 * @param series each draws one bar in every group
 */
record BarChart(String title, List<String> groups, List<Series> series) {
  private static final double WIDTH = 400;
  private static final double HEIGHT = 240;
  private static final double LEFT = 32;
  private static final double RIGHT = 4;
  private static final double TOP = 18;
  private static final double BOTTOM = 26;

  /**
   * One bar in every group.
   *
   * @param cssClass gives the colour
   */
  record Series(String name, String cssClass, List<Double> values) {}

  Element figure() {
    return Charts.figure(
        title, series.stream().map(s -> Charts.key(s.name(), s.cssClass())).toList(), svg());
  }

  Element svg() {
    Axis y = new Axis(0, 1, HEIGHT - BOTTOM, TOP);
    Element svg = Charts.svg(WIDTH, HEIGHT, title);
    for (double tick : List.of(0.0, 0.25, 0.5, 0.75, 1.0)) {
      svg.add(Charts.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)));
      svg.add(Charts.label(Numbers.decimals(tick, 2), "tick", LEFT - 5, y.at(tick) + 4, "end"));
    }
    double groupWidth = (WIDTH - LEFT - RIGHT) / groups.size();
    for (int group = 0; group < groups.size(); group++) {
      double left = LEFT + group * groupWidth;
      svg.add(Charts.label(groups.get(group), "tick", left + groupWidth / 2, HEIGHT - 8, "middle"));
      drawGroup(svg, group, new Axis(0, 1, left + groupWidth * 0.08, left + groupWidth * 0.92), y);
    }
    return svg;
  }

  private void drawGroup(Element svg, int group, Axis x, Axis y) {
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      double value = one.values().get(group);
      if (Double.isFinite(value)) {
        double left = x.at((double) i / series.size());
        double width = x.at((i + 1.0) / series.size()) - left;
        svg.add(
            Element.of("g", one.cssClass())
                .add(
                    Charts.rect("bar", left + 1, y.at(value), width - 2, y.at(0) - y.at(value))
                        .add(Element.of("title").text(one.name() + " " + Numbers.metric(value))),
                    Charts.label(
                        Numbers.decimals(value, 2),
                        "value",
                        left + width / 2,
                        y.at(value) - 4,
                        "middle")));
      }
    }
  }
}
