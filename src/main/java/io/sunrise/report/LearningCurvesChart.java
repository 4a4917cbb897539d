package io.sunrise.report;

import io.sunrise.report.LearningCurves.Curve;
import io.sunrise.report.LearningCurves.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Accuracy by number of labels, on a logarithmic axis, with a band of one standard deviation on
 * either side, as an inline SVG.
 */
final class LearningCurvesChart {
  private static final String TITLE = "Accuracy by number of labelled rows";
  private static final double WIDTH = 400;
  private static final double HEIGHT = 260;
  private static final double LEFT = 38;
  private static final double RIGHT = 14;
  private static final double TOP = 12;
  private static final double BOTTOM = 36;

  private final LearningCurves curves;
  private final Axis x;
  private final Axis y;

  LearningCurvesChart(LearningCurves curves) {
    this.curves = curves;
    List<Long> labels = curves.labels();
    double first = Math.log10((double) labels.get(0));
    double last = Math.log10((double) labels.get(labels.size() - 1));
    double margin = Math.max(0.1, 0.04 * (last - first));
    this.x = new Axis(first - margin, last + margin, LEFT, WIDTH - RIGHT);
    double lowest = bounds().min().orElse(0);
    double highest = bounds().max().orElse(1);
    double top = Math.min(1, Math.ceil(20 * highest + 1e-9) / 20);
    // Where every accuracy is 1 the axis still has a length.
    double bottom = Math.max(0, Math.min(Math.floor(20 * lowest) / 20, top - 0.05));
    this.y = new Axis(bottom, top, HEIGHT - BOTTOM, TOP);
  }

  private DoubleStream bounds() {
    return curves.curves().stream()
        .flatMap(curve -> curve.points().stream())
        .flatMapToDouble(
            point ->
                DoubleStream.of(point.mean() - point.deviation(), point.mean() + point.deviation()))
        .filter(Double::isFinite);
  }

  Element figure() {
    List<Element> keys = new ArrayList<>();
    for (Curve curve : curves.curves()) {
      keys.add(Charts.key(curve.kind().title, curve.kind().cssClass(), curve.kind().mark));
    }
    Element svg = Charts.svg(WIDTH, HEIGHT, TITLE);
    drawAxes(svg);
    // The first model is drawn last, on top of the others.
    List<Curve> reversed = new ArrayList<>(curves.curves());
    Collections.reverse(reversed);
    reversed.forEach(curve -> svg.add(band(curve)));
    reversed.forEach(curve -> svg.add(line(curve)));
    return Charts.figure(TITLE, keys, svg);
  }

  private void drawAxes(Element svg) {
    for (double tick : y.ticks()) {
      svg.add(Charts.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)));
      svg.add(Charts.label(Numbers.decimals(tick, 2), "tick", LEFT - 6, y.at(tick) + 4, "end"));
    }
    for (long labels : curves.labels()) {
      svg.add(
          Charts.label(Numbers.count(labels), "tick", xOf(labels), HEIGHT - BOTTOM + 16, "middle"));
    }
    svg.add(Charts.label("labelled rows", "tick", WIDTH - RIGHT, HEIGHT - 4, "end"));
  }

  private double xOf(long labels) {
    return x.at(Math.log10((double) labels));
  }

  /** From the upper edge, left to right, back along the lower one. */
  private Element band(Curve curve) {
    List<String> corners = new ArrayList<>();
    for (Point point : curve.points()) {
      corners.add(corner(point.labels(), point.mean() + point.deviation()));
    }
    for (int i = curve.points().size() - 1; i >= 0; i--) {
      Point point = curve.points().get(i);
      corners.add(corner(point.labels(), point.mean() - point.deviation()));
    }
    return Element.of("g", curve.kind().cssClass() + " deviation")
        .add(Element.of("path").set("d", "M" + String.join("L", corners) + "Z"));
  }

  private Element line(Curve curve) {
    String mark = curve.kind().mark.name().toLowerCase(Locale.ROOT);
    Element group = Element.of("g", curve.kind().cssClass() + " " + mark);
    List<String> corners = new ArrayList<>();
    for (Point point : curve.points()) {
      corners.add(corner(point.labels(), point.mean()));
      String note =
          curve.kind().title
              + ", "
              + Numbers.count(point.labels())
              + " labelled rows: "
              + text(point);
      group.add(
          Charts.circle(xOf(point.labels()), y.at(point.mean()), 2.6)
              .add(Element.of("title").text(note)));
    }
    return group.add(Element.of("path").set("d", "M" + String.join("L", corners)));
  }

  private String corner(long labels, double accuracy) {
    double inside = Math.max(y.first(), Math.min(y.last(), accuracy));
    return Numbers.coordinate(xOf(labels)) + " " + Numbers.coordinate(y.at(inside));
  }

  /** Mean and standard deviation. */
  static String text(Point point) {
    return Numbers.metric(point.mean()) + " ± " + Numbers.metric(point.deviation());
  }
}
