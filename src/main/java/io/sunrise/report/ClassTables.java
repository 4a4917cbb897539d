package io.sunrise.report;

import io.sunrise.report.ModelComparison.ByClass;
import io.sunrise.report.ModelComparison.ClassRow;
import io.sunrise.report.ModelComparison.ConfusionCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pre-trained model on the test part by class: its scores and its confusions. */
final class ClassTables {
  /** A matrix of more classes would be read by nobody; its largest wrong cells are listed. */
  private static final int MATRIX_CLASSES = 30;

  private static final int WRONG_CELLS = 50;

  private ClassTables() {}

  /** The tables; none if the run has no scores by class. */
  static List<Element> of(ByClass byClass) {
    if (byClass.classes().isEmpty()) {
      return List.of();
    }
    return List.of(
        scores(byClass),
        byClass.classes().size() <= MATRIX_CLASSES ? matrix(byClass) : wrong(byClass));
  }

  private static Element scores(ByClass byClass) {
    Table table =
        new Table(
            "Scores by class, pre-trained, on the test part",
            List.of("class", "rows", "precision", "recall", "F1"));
    for (ClassRow each : byClass.classes()) {
      table.row(
          List.of(
              each.label(),
              Numbers.count(each.rows()),
              Numbers.metric(each.precision()),
              Numbers.metric(each.recall()),
              Numbers.metric(each.f1())));
    }
    return table.element("scores");
  }

  private static Element matrix(ByClass byClass) {
    List<String> columns = new ArrayList<>(List.of("label \u2193 prediction \u2192"));
    byClass.classes().forEach(each -> columns.add(each.label()));
    Table table = new Table("Confusion matrix, pre-trained, on the test part", columns);
    for (ClassRow label : byClass.classes()) {
      List<String> row = new ArrayList<>(List.of(label.label()));
      for (ClassRow prediction : byClass.classes()) {
        row.add(Numbers.count(rows(byClass, label.label(), prediction.label())));
      }
      table.row(row);
    }
    return table.element("confusion");
  }

  private static long rows(ByClass byClass, String label, String prediction) {
    return byClass.cells().stream()
        .filter(cell -> cell.label().equals(label) && cell.prediction().equals(prediction))
        .mapToLong(ConfusionCell::rows)
        .sum();
  }

  private static Element wrong(ByClass byClass) {
    Table table =
        new Table(
            "Most frequent confusions, pre-trained, on the test part; metrics.json has all",
            List.of("label", "prediction", "rows"));
    byClass.cells().stream()
        .filter(cell -> !cell.label().equals(cell.prediction()))
        .sorted(Comparator.comparingLong(ConfusionCell::rows).reversed())
        .limit(WRONG_CELLS)
        .forEach(
            cell ->
                table.row(List.of(cell.label(), cell.prediction(), Numbers.count(cell.rows()))));
    return table.element("confusion");
  }
}
