package io.sunrise.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The head of the page: the run in one sentence and one picture. */
final class PageHeader {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private PageHeader() {}

  static Element header(ReportData data) {
    Element inner = Element.of("div", "page-header-text");
    inner.add(
        Element.of("h1").text(data.title()),
        Element.of("p", "lede").text(sentence(data)),
        Element.of("p", "where").text(where(data)),
        StageTiles.of(data),
        navigation());
    return Element.of("header").add(sky(), inner);
  }

  /** The run in one sentence; parts that did not run are left out. */
  static String sentence(ReportData data) {
    List<String> parts = new ArrayList<>();
    RunCounts counts = new RunCounts(data);
    counts.documents().ifPresent(n -> parts.add("read " + Numbers.count(n) + " documents"));
    counts
        .rows()
        .ifPresent(
            n ->
                parts.add(
                    "split them into "
                        + Numbers.count(n)
                        + " rows of at most "
                        + counts.maxTokens()
                        + " tokens"));
    int pretrained = data.curves().pretrain().size();
    if (pretrained > 0) {
      parts.add("pre-trained for " + epochs(pretrained) + " to predict masked tokens");
    }
    OptionalLong labelled = counts.trainingLabels();
    if (labelled.isPresent() && !data.curves().finetune().isEmpty()) {
      parts.add(
          "then fine-tuned on "
              + Numbers.count(labelled.getAsLong())
              + " labelled texts"
              + classes(data));
    }
    if (parts.isEmpty()) {
      return "No stage of this run has finished yet.";
    }
    return "This run "
        + join(parts)
        + ". Total time: "
        + Numbers.duration(data.totalSeconds())
        + ".";
  }

  static String epochs(int count) {
    return count == 1 ? "one epoch" : count + " epochs";
  }

  private static String classes(ReportData data) {
    return data.comparison()
        .map(ModelComparison::labels)
        .filter(labels -> labels.size() > 1)
        .map(labels -> " to distinguish " + String.join(" from ", labels))
        .orElse("");
  }

  private static String join(List<String> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1))
        + " and "
        + parts.get(parts.size() - 1);
  }

  private static String where(ReportData data) {
    return when(data.finishedAt()) + " · " + data.machine().sentence();
  }

  private static String when(String instant) {
    try {
      return WHEN.format(Instant.parse(instant));
    } catch (DateTimeParseException e) {
      return instant;
    }
  }

  private static Element navigation() {
    Element list = Element.of("ul");
    for (List<String> entry : HtmlReport.contents()) {
      list.add(
          Element.of("li").add(Element.of("a").set("href", "#" + entry.get(0)).text(entry.get(1))));
    }
    return Element.of("nav").set("aria-label", "Contents").add(list);
  }

  /** A sun rising above the horizon; decoration only. */
  private static Element sky() {
    Element svg =
        Element.of("svg", "sky")
            .set("xmlns", "http://www.w3.org/2000/svg")
            .set("viewBox", "0 0 1200 150")
            .set("preserveAspectRatio", "xMidYMax slice")
            .set("aria-hidden", "true");
    Element gradient = Element.of("linearGradient").set("id", "dawn").set("x2", "0").set("y2", "1");
    for (String stop : List.of("0 night", "0.45 violet", "0.72 rose", "0.9 orange", "1 gold")) {
      String[] place = stop.split(" ", 2);
      gradient.add(Element.of("stop", "stop-" + place[1]).set("offset", place[0]));
    }
    svg.add(Element.of("defs").add(gradient));
    svg.add(Charts.rect("", 0, 0, 1200, 150).set("fill", "url(#dawn)"));
    for (int halo = 3; halo >= 1; halo--) {
      svg.add(Charts.circle(600, 150, 46 + 34.0 * halo).set("class", "halo"));
    }
    return svg.add(Charts.circle(600, 150, 52).set("class", "sun"));
  }
}
