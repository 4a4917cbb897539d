package io.sunrise.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Draws the page: one file with its style and drawings inside, no script, and a policy that forbids
 * the browser any request.
 */
final class HtmlReport {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action"
          + " 'none'";

  private HtmlReport() {}

  /** The whole page, which as text is HTML and well-formed XML alike. */
  static String render(ReportData data) {
    Element main = Element.of("main");
    main.add(
        StageCards.section(data),
        CurvesSection.section(data),
        ComparisonSection.section(data),
        TraceSection.section(data),
        QuizSection.section(data),
        LedgerSection.section(data));
    Element body = Element.of("body").add(Masthead.header(data), main, footer(data));
    Element html = Element.of("html").set("lang", "en").add(head(data.title()), body);
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private static Element head(String title) {
    return Element.of("head")
        .add(
            Element.of("meta").set("charset", "utf-8"),
            meta("viewport", "width=device-width, initial-scale=1"),
            meta("color-scheme", "light dark"),
            Element.of("meta").set("http-equiv", "Content-Security-Policy").set("content", POLICY),
            Element.of("link").set("rel", "icon").set("href", "data:,"),
            Element.of("title").text(title),
            Element.style(styleSheet()));
  }

  private static Element meta(String name, String content) {
    return Element.of("meta").set("name", name).set("content", content);
  }

  private static Element footer(ReportData data) {
    return Element.of("footer")
        .text(
            "Made by Sunrise from run.json, which stands beside this page and holds every number"
                + " of it. Finished "
                + data.finishedAt()
                + ".");
  }

  /** A part of the page with a heading that links reach, and a sentence that says what it shows. */
  static Element section(String id, String heading, String lede) {
    return Element.of("section")
        .set("id", id)
        .add(Element.of("h2").text(heading), Element.of("p", "section-lede").text(lede));
  }

  /** What stands where a part of the run is missing. */
  static Element missing(String what) {
    return Element.of("p", "missing").text(what);
  }

  static Element paragraph(String text) {
    return Element.of("p").text(text);
  }

  /** The parts of the page that a reader may want to go to: id and name. */
  static List<List<String>> contents() {
    return List.of(
        List.of("stages", "Five stages"),
        List.of("curves", "Curves"),
        List.of("comparison", "What it brought"),
        List.of("trace", "One sentence"),
        List.of("quiz", "Quiz"),
        List.of("ledger", "The record"));
  }

  private static String styleSheet() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
