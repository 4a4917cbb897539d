package io.sunrise.report;

import io.sunrise.report.LearningCurves.Curve;
import java.util.ArrayList;
import java.util.List;

/** Accuracy from few labels to all, as cross-validation has measured it. */
final class LearningCurvesSection {
  private LearningCurvesSection() {}

  static Element section(ReportData data) {
    Element section =
        HtmlReport.section(
            "labels",
            "How many labels it takes",
            "Each fold of the train and validation rows is held out once, while every model learns"
                + " from the same part of the others.");
    return data.learningCurves()
        .map(curves -> section.add(content(curves)))
        .orElseGet(
            () ->
                section.add(
                    HtmlReport.missing(
                        "Not measured: run cross-validate, with cross-validate.label-counts such as"
                            + " [100, 500, 2000, 0].")));
  }

  private static List<Element> content(LearningCurves curves) {
    Element charts = Element.of("div", "charts").add(new LearningCurvesChart(curves).figure());
    Element note =
        Element.of("p", "note")
            .text(
                "Bands and ± are one standard deviation over "
                    + curves.folds()
                    + " folds and all seeds.");
    return List.of(charts, note, table(curves));
  }

  private static Element table(LearningCurves curves) {
    List<String> columns = new ArrayList<>(List.of("labelled rows"));
    curves.curves().forEach(curve -> columns.add(curve.kind().title));
    Table table = new Table("Accuracy on the rows held out", columns);
    for (long labels : curves.labels()) {
      List<String> row = new ArrayList<>(List.of(Numbers.count(labels)));
      for (Curve curve : curves.curves()) {
        row.add(curve.at(labels).map(LearningCurvesChart::text).orElse("–"));
      }
      table.row(row);
    }
    return table.element("scores");
  }
}
