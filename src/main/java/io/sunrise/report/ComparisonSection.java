package io.sunrise.report;

import io.sunrise.report.LineChart.Mark;
import io.sunrise.report.LineChart.Point;
import io.sunrise.report.LineChart.Series;
import io.sunrise.report.ModelComparison.Contender;
import io.sunrise.report.ModelComparison.Kind;
import io.sunrise.report.ModelComparison.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The effect of pre-training: the same labels with it, without it, and with a classic baseline. */
final class ComparisonSection {
  private ComparisonSection() {}

  static Element section(ReportData data) {
    Element section =
        HtmlReport.section(
            "comparison",
            "The effect of pre-training",
            "The same labelled rows and the same number of steps, starting once from the pre-trained"
                + " model and once from random weights, and a classic baseline on the same rows.");
    return data.comparison()
        .map(comparison -> section.add(content(data, comparison)))
        .orElseGet(() -> section.add(HtmlReport.missing("No fine-tuning has been scored yet.")));
  }

  private static List<Element> content(ReportData data, ModelComparison comparison) {
    List<Element> content = new ArrayList<>();
    content.add(claim(comparison));
    Element charts = Element.of("div", "charts");
    charts.add(bars(comparison).figure());
    if (!data.curves().finetune().isEmpty() && !data.curves().scratch().isEmpty()) {
      charts.add(validationCurves(data.curves()).figure());
    }
    content.add(charts);
    content.add(table(comparison));
    content.addAll(ClassTables.of(comparison.byClass()));
    for (Kind kind : List.of(Kind.SCRATCH, Kind.BASELINE)) {
      if (comparison.contender(kind).isEmpty()) {
        content.add(HtmlReport.missing(missing(kind)));
      }
    }
    return content;
  }

  private static String missing(Kind kind) {
    return kind == Kind.SCRATCH
        ? "The run from scratch was disabled."
        : "The TF-IDF baseline was disabled, or found no word in the labelled texts.";
  }

  private static Element claim(ModelComparison comparison) {
    Element claim = Element.of("div", "claims");
    if (comparison.contender(Kind.SCRATCH).isEmpty()) {
      return claim;
    }
    claim.add(
        big(
            Numbers.points(comparison.accuracyGained()),
            "points of accuracy on the test part, pre-trained against from scratch"
                + errorOf(comparison)));
    if (comparison.stepsScratch().isPresent()) {
      String scratch = Numbers.count(comparison.stepsScratch().getAsLong());
      claim.add(
          comparison.stepsPretrained().isPresent()
              ? big(
                  Numbers.count(comparison.stepsPretrained().getAsLong()) + " of " + scratch,
                  "steps take the pre-trained run to the final validation accuracy of the run from"
                      + " scratch")
              : big(
                  "not in " + scratch,
                  "steps did the pre-trained run reach the final validation accuracy of the run from scratch"));
    }
    return claim;
  }

  private static String errorOf(ModelComparison comparison) {
    double error = comparison.accuracyGainedError();
    return Double.isNaN(error)
        ? ""
        : String.format(Locale.ROOT, " (standard error at most %.1f)", 100 * error);
  }

  private static Element big(String number, String caption) {
    return Element.of("p", "claim")
        .add(Element.of("b").text(number), Element.of("span").text(caption));
  }

  private static BarChart bars(ModelComparison comparison) {
    return new BarChart(
        "Scores on the test part",
        Scores.NAMES,
        comparison.contenders().stream()
            .map(
                contender ->
                    new BarChart.Series(
                        contender.kind().title,
                        "s-" + contender.kind().key,
                        contender.test().values()))
            .toList());
  }

  /** Validation accuracy of both training runs by epoch of fine-tuning. */
  private static LineChart validationCurves(ReportData.Curves curves) {
    int epochs = Math.max(curves.finetune().size(), curves.scratch().size());
    return new LineChart(
        "Validation accuracy by epoch of fine-tuning",
        epochs,
        1,
        List.of(),
        List.of(
            curve("pre-trained", "s-pretrained", Mark.LINE, curves.finetune()),
            curve("from scratch", "s-scratch", Mark.DASHES, curves.scratch())));
  }

  private static Series curve(String name, String cssClass, Mark mark, List<Epoch> epochs) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      double accuracy = epochs.get(i).validationAccuracy();
      String note = name + ", epoch " + (i + 1) + ": " + Numbers.metric(accuracy);
      points.add(new Point(i + 1, accuracy, note));
    }
    return new Series(name, cssClass, mark, List.of(points));
  }

  private static Element table(ModelComparison comparison) {
    List<String> columns = new ArrayList<>(List.of("model"));
    for (String part : ModelComparison.PARTS) {
      for (String score : Scores.NAMES) {
        columns.add(part + " " + score);
      }
    }
    Table table = new Table("Pre-trained, from scratch and baseline", columns);
    for (Contender contender : comparison.contenders()) {
      List<String> row = new ArrayList<>(List.of(contender.kind().title));
      for (String part : ModelComparison.PARTS) {
        contender.on(part).values().forEach(value -> row.add(Numbers.metric(value)));
      }
      table.row(row);
    }
    return table.element("scores");
  }
}
