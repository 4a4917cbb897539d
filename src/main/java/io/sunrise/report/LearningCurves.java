package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How accurate each model of a cross-validation is by its number of labelled rows.
 *
 * @param folds that each number was measured on
 */
record LearningCurves(long folds, List<Curve> curves) {

  /** One model, or one step on the way to it. */
  enum Kind {
    PRETRAINED("pretrained", "heldOut", "pre-trained", LineChart.Mark.LINE),
    PLAIN("pretrained", "plainHeldOut", "without a teacher", LineChart.Mark.DASHES),
    VECTORS("vectors", "heldOut", "frozen vectors", LineChart.Mark.LINE),
    SCRATCH("scratch", "heldOut", "from scratch", LineChart.Mark.LINE),
    BASELINE("baseline", "heldOut", "TF-IDF", LineChart.Mark.LINE);

    /** Of the model in the manifest. */
    private final String model;

    /** What the names of its mean and deviation there begin with. */
    private final String field;

    final String title;
    final LineChart.Mark mark;

    Kind(String model, String field, String title, LineChart.Mark mark) {
      this.model = model;
      this.field = field;
      this.title = title;
      this.mark = mark;
    }

    String cssClass() {
      return "s-" + (this == PLAIN ? PRETRAINED : this).model;
    }
  }

  /** Mean and standard deviation over folds and seeds of the accuracy on the rows held out. */
  record Point(long labels, double mean, double deviation) {}

  /** One model's points, by number of labels. */
  record Curve(Kind kind, List<Point> points) {
    Optional<Point> at(long labels) {
      return points.stream().filter(point -> point.labels() == labels).findFirst();
    }
  }

  /**
   * Reads the manifest of cross-validate. Of settings that were searched, the first of each model
   * and number is the best.
   */
  static Optional<LearningCurves> of(JsonNode manifest) {
    List<Curve> curves = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Point> points = new ArrayList<>();
      for (JsonNode cell : manifest.path("values").path("accuracy")) {
        long labels = cell.path("labels").asLong();
        boolean known = points.stream().anyMatch(point -> point.labels() == labels);
        if (cell.path("model").asText().equals(kind.model)
            && cell.has(kind.field + "Mean")
            && !known) {
          points.add(
              new Point(
                  labels,
                  JsonFields.number(cell.path(kind.field + "Mean")),
                  JsonFields.number(cell.path(kind.field + "Deviation"))));
        }
      }
      points.sort(Comparator.comparingLong(Point::labels));
      if (!points.isEmpty()) {
        curves.add(new Curve(kind, points));
      }
    }
    long folds = manifest.path("settings").path("cross-validate").path("folds").asLong();
    return curves.isEmpty() ? Optional.empty() : Optional.of(new LearningCurves(folds, curves));
  }

  /** All numbers of labels, ascending. */
  List<Long> labels() {
    TreeSet<Long> labels = new TreeSet<>();
    curves.forEach(curve -> curve.points().forEach(point -> labels.add(point.labels())));
    return List.copyOf(labels);
  }
}
