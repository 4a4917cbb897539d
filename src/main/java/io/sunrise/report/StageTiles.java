package io.sunrise.report;

import java.util.OptionalLong;

/** Five tiles from raw text to predictions with the numbers of this run. */
final class StageTiles {
  private static final String TEXT_ICON = "M5 3h10l4 4v14H5zM8 10h8M8 13.5h8M8 17h5";
  private static final String MASK_ICON =
      "M1.5 8h5.5v8H1.5zM17 8h5.5v8H17zM9.6 9.8a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1 .9-1 1.9M12 16.6v.1";
  private static final String LABEL_ICON = "M3 11V4h7l11 10.5-7 7zM7 8h.01";
  private static final String TUNE_ICON = "M3 7h9M16 7h5M14 4.8v4.4M3 17h4M11 17h10M9 14.8v4.4";
  private static final String SUN_ICON =
      "M2 18h20M7 18a5 5 0 0 1 10 0M12 9V5M5.6 11.6L3.8 9.8M18.4 11.6l1.8-1.8";

  private StageTiles() {}

  static Element of(ReportData data) {
    RunCounts counts = new RunCounts(data);
    double accuracy = counts.testAccuracy();
    return Element.of("ol", "tiles")
        .add(
            tile("night", TEXT_ICON, "Raw text", count(counts.documents()), "documents"),
            tile(
                "violet",
                MASK_ICON,
                "Pre-training",
                count(counts.rows()),
                "samples of up to " + counts.maxTokens() + " tokens"),
            tile("rose", LABEL_ICON, "Labelled data", count(counts.labels()), "labelled texts"),
            tile("orange", TUNE_ICON, "Fine-tuning", count(counts.trainingLabels()), "to train on"),
            tile(
                "gold",
                SUN_ICON,
                "Predictions",
                Numbers.percent(accuracy),
                "correct on the test part"));
  }

  private static String count(OptionalLong value) {
    return value.isPresent() ? Numbers.count(value.getAsLong()) : "–";
  }

  private static Element tile(
      String colour, String icon, String name, String number, String caption) {
    Element drawing =
        Element.of("svg", "icon")
            .set("xmlns", "http://www.w3.org/2000/svg")
            .set("viewBox", "0 0 24 24")
            .set("aria-hidden", "true")
            .add(Element.of("path").set("d", icon));
    return Element.of("li", "tile " + colour)
        .add(
            drawing,
            Element.of("span", "tile-name").text(name),
            Element.of("b").text(number),
            Element.of("span", "tile-caption").text(caption));
  }
}
