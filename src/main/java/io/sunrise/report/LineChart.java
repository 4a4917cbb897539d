package io.sunrise.report;

import java.util.List;
import java.util.Locale;

/**
 * Values by epoch as an inline SVG, with font sizes that stay readable at the width of a phone.
 *
 * @param lastEpoch the end of the horizontal axis, which starts at 1
 * @param top the upper end of the vertical axis, which starts at 0
 * @param bands stages of the training, shaded in the background
 */
record LineChart(String title, int lastEpoch, double top, List<Band> bands, List<Series> series) {
  private static final double WIDTH = 400;
  private static final double HEIGHT = 260;
  private static final double LEFT = 38;
  private static final double RIGHT = 10;
  private static final double TOP = 24;
  private static final double BOTTOM = 36;

  /** Epochs of one stage. */
  record Band(String name, int firstEpoch, int lastEpoch) {}

  /** How a series is drawn. */
  enum Mark {
    LINE,
    DASHES,
    RINGS
  }

  /**
   * One curve.
   *
   * @param cssClass gives the colour
   * @param pieces each drawn as a separate line; NaN values are omitted
   */
  record Series(String name, String cssClass, Mark mark, List<List<Point>> pieces) {}

  /** A value at an epoch; fractional for the textbook's points. */
  record Point(double epoch, double value, String note) {}

  Element figure() {
    return Charts.figure(
        title,
        series.stream().map(s -> Charts.key(s.name(), s.cssClass(), s.mark())).toList(),
        svg());
  }

  Element svg() {
    Axis x = new Axis(0.5, lastEpoch + 0.5, LEFT, WIDTH - RIGHT);
    Axis y = new Axis(0, top, HEIGHT - BOTTOM, TOP);
    Element svg = Charts.svg(WIDTH, HEIGHT, title);
    bands.forEach(band -> drawBand(svg, band, x));
    drawAxes(svg, x, y);
    series.forEach(one -> drawSeries(svg, one, x, y));
    return svg;
  }

  private static void drawBand(Element svg, Band band, Axis x) {
    double from = x.at(band.firstEpoch() - 0.5);
    double to = x.at(band.lastEpoch() + 0.5);
    svg.add(
        Element.of("rect", "band band-" + band.name().replace("-", ""))
            .set("x", from)
            .set("y", TOP)
            .set("width", to - from)
            .set("height", HEIGHT - TOP - BOTTOM));
    svg.add(Charts.label(band.name(), "band-name", (from + to) / 2, TOP - 8, "middle"));
  }

  private void drawAxes(Element svg, Axis x, Axis y) {
    List<Double> ticks = y.ticks();
    int digits = ticks.stream().allMatch(tick -> tick == Math.rint(tick)) ? 0 : 1;
    for (double tick : ticks) {
      svg.add(Charts.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)));
      svg.add(
          Charts.label(Numbers.decimals(tick, digits), "tick", LEFT - 6, y.at(tick) + 4, "end"));
    }
    int step = lastEpoch <= 10 ? 1 : 5 * ((lastEpoch + 49) / 50);
    for (int epoch = 1; epoch <= lastEpoch; epoch++) {
      if (epoch == 1 || epoch % step == 0) {
        svg.add(
            Charts.label(
                Integer.toString(epoch), "tick", x.at(epoch), HEIGHT - BOTTOM + 16, "middle"));
      }
    }
    svg.add(Charts.label("epoch", "tick", WIDTH - RIGHT, HEIGHT - 4, "end"));
  }

  private static void drawSeries(Element svg, Series series, Axis x, Axis y) {
    Element group = Element.of("g", series.cssClass() + " " + mark(series));
    for (List<Point> piece : series.pieces()) {
      List<Point> points = piece.stream().filter(point -> Double.isFinite(point.value())).toList();
      if (series.mark() != Mark.RINGS && points.size() > 1) {
        group.add(Element.of("path").set("d", path(points, x, y)));
      }
      for (Point point : points) {
        group.add(
            Element.of("circle")
                .set("cx", x.at(point.epoch()))
                .set("cy", y.at(point.value()))
                .set("r", series.mark() == Mark.RINGS ? 4 : 2.4)
                .add(Element.of("title").text(point.note())));
      }
    }
    svg.add(group);
  }

  private static String mark(Series series) {
    return series.mark().name().toLowerCase(Locale.ROOT);
  }

  private static String path(List<Point> points, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(Numbers.coordinate(x.at(point.epoch())))
          .append(' ')
          .append(Numbers.coordinate(y.at(point.value())));
    }
    return path.toString();
  }
}
