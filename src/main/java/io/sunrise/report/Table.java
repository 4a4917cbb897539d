package io.sunrise.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;

/** A table that scrolls horizontally on narrow screens; its first column names the row. */
final class Table {
  private final Element body = Element.of("tbody");
  private final Element header = Element.of("tr");
  private final String caption;

  Table(String caption, List<String> columns) {
    this.caption = caption;
    for (String column : columns) {
      header.add(Element.of("th").set("scope", "col").text(column));
    }
  }

  @CanIgnoreReturnValue
  Table row(List<String> cells) {
    return row("", cells);
  }

  @CanIgnoreReturnValue
  Table row(String cssClass, List<String> cells) {
    Element row = Element.of("tr", cssClass);
    row.add(Element.of("th").set("scope", "row").text(cells.get(0)));
    for (String cell : cells.subList(1, cells.size())) {
      row.add(Element.of("td").text(cell));
    }
    body.add(row);
    return this;
  }

  /** Call once, after all rows are added. */
  Element element(String cssClass) {
    return Element.of("div", "scroll")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", caption)
        .add(
            Element.of("table", cssClass)
                .add(Element.of("caption").text(caption), Element.of("thead").add(header), body));
  }
}
