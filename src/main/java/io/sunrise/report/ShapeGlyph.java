package io.sunrise.report;

/**
 * A drawing of a matrix with its shape below; proportions are logarithmic, so that a million rows
 * still fit.
 */
final class ShapeGlyph {
  private static final double BOX = 46;
  private static final double LEAST = 8;

  private ShapeGlyph() {}

  /**
   * @param name what the matrix holds
   * @param rows its height
   * @param rowsAre what a row is
   * @param columns its width
   * @param columnsAre what a column is
   */
  static Element of(String name, long rows, String rowsAre, long columns, String columnsAre) {
    String shape = Numbers.count(rows) + " × " + Numbers.count(columns);
    return Element.of("li", "shape")
        .add(
            drawing(rows, columns, name + " " + shape),
            Element.of("span", "shape-name").text(name),
            Element.of("b").text(shape),
            Element.of("span", "shape-units").text(rowsAre + " × " + columnsAre));
  }

  private static Element drawing(long rows, long columns, String title) {
    double most = Math.log1p((double) Math.max(rows, columns));
    double height = Math.max(LEAST, BOX * Math.log1p((double) rows) / most);
    double width = Math.max(LEAST, BOX * Math.log1p((double) columns) / most);
    double left = (BOX - width) / 2 + 1;
    double top = BOX - height + 1;
    Element svg = Charts.svg(BOX + 2, BOX + 2, title);
    svg.add(Charts.rect("matrix", left, top, width, height).set("rx", 2));
    for (double x = 6; x < width - 1; x += 6) {
      svg.add(Charts.line("matrix-line", left + x, top, left + x, top + height));
    }
    for (double y = 6; y < height - 1; y += 6) {
      svg.add(Charts.line("matrix-line", left, top + y, left + width, top + y));
    }
    return svg;
  }
}
