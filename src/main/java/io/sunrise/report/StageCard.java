package io.sunrise.report;

import java.util.List;
import java.util.OptionalLong;

/** Builder of the card of one stage; empty parts are left out. */
final class StageCard {
  private final Element facts = Element.of("dl", "facts");
  private final Element shapes = Element.of("ul", "shapes");
  private final Element example = Element.of("div", "example");
  private final String stage;
  private final String name;
  private final String what;
  private final double seconds;

  StageCard(String stage, String name, String what, double seconds) {
    this.stage = stage;
    this.name = name;
    this.what = what;
    this.seconds = seconds;
  }

  void fact(String caption, OptionalLong count) {
    count.ifPresent(value -> fact(caption, Numbers.count(value)));
  }

  void fact(String caption, String value) {
    facts.add(Element.of("div").add(Element.of("dt").text(caption), Element.of("dd").text(value)));
  }

  void shape(String matrix, long rows, String rowsAre, long columns, String columnsAre) {
    shapes.add(ShapeGlyph.of(matrix, rows, rowsAre, columns, columnsAre));
  }

  void example(String title, Element... content) {
    example(title, List.of(content));
  }

  void example(String title, List<Element> content) {
    example.add(Element.of("p", "example-title").text(title)).add(content);
  }

  Element element() {
    Element heading = Element.of("h3").text(name);
    if (Double.isFinite(seconds)) {
      heading.add(Element.of("span", "seconds").text(Numbers.duration(seconds)));
    }
    Element text = Element.of("div", "stage-text").add(heading, HtmlReport.paragraph(what));
    if (Double.isFinite(seconds)) {
      text.add(facts, shapes);
    } else {
      text.add(HtmlReport.missing("This stage has not run in this workspace."));
    }
    return Element.of("li", "stage stage-" + stage).add(text, example);
  }
}
