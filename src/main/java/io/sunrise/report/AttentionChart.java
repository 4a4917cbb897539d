package io.sunrise.report;

import java.util.List;

/**
 * The attention weights of one layer as a heat map: a row is the attending token, a column the
 * attended one, and the outlined cell is the largest of its row.
 *
 * @param tokens n tokens
 * @param attention (n, n), rows sum to 1
 * @param attendsTo for each row, the column of the largest weight
 */
record AttentionChart(
    String title, List<String> tokens, List<List<Double>> attention, List<Integer> attendsTo) {
  private static final double CELL = 20;
  private static final int LONGEST_LABEL = 11;
  private static final double GLYPH = 6.6;

  Element figure() {
    Element figure = Element.of("figure", "attention");
    figure.add(Element.of("figcaption").text(title));
    return figure.add(Element.of("div", "scroll").add(svg()));
  }

  Element svg() {
    double margin = 10 + GLYPH * longestLabel();
    double top = margin * 0.78;
    double side = CELL * tokens.size();
    double width = margin + side + GLYPH * 3;
    Element svg = Charts.svg(width, top + side + 2, title);
    svg.set("style", "min-width:" + Numbers.coordinate(Math.min(width * 0.62, 900)) + "px");
    for (int row = 0; row < tokens.size(); row++) {
      double y = top + row * CELL;
      svg.add(Charts.label(shorten(tokens.get(row)), "tick", margin - 5, y + 14, "end"));
      svg.add(columnName(tokens.get(row), margin + (row + 0.5) * CELL, top - 4));
      drawRow(svg, row, margin, y);
    }
    return svg;
  }

  private void drawRow(Element svg, int row, double margin, double y) {
    List<Double> weights = row < attention.size() ? attention.get(row) : List.of();
    double most = weights.stream().filter(Double::isFinite).mapToDouble(w -> w).max().orElse(1);
    for (int column = 0; column < Math.min(tokens.size(), weights.size()); column++) {
      double weight = weights.get(column);
      boolean peak = row < attendsTo.size() && attendsTo.get(row) == column;
      Element cell =
          Charts.rect(
                  peak ? "cell peak" : "cell",
                  margin + column * CELL + 1,
                  y + 1,
                  CELL - 2,
                  CELL - 2)
              .set("rx", 3)
              .set("fill-opacity", Double.isFinite(weight) ? 0.04 + 0.96 * weight / most : 0);
      String note = tokens.get(row) + " → " + tokens.get(column) + ": " + Numbers.percent(weight);
      svg.add(cell.add(Element.of("title").text(note)));
    }
  }

  private static Element columnName(String token, double x, double y) {
    return Charts.label(shorten(token), "tick", 0, 0, "start")
        .set(
            "transform",
            "translate(" + Numbers.coordinate(x) + " " + Numbers.coordinate(y) + ") rotate(-52)");
  }

  private int longestLabel() {
    return tokens.stream().mapToInt(token -> shorten(token).length()).max().orElse(0);
  }

  private static String shorten(String token) {
    return token.length() <= LONGEST_LABEL ? token : token.substring(0, LONGEST_LABEL - 1) + "…";
  }
}
