package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Scores of the pre-trained model, the same model trained from scratch, and the baseline; disabled
 * ones are not in the list.
 *
 * @param accuracyGained pre-trained minus scratch, on the test part; NaN without a scratch run
 * @param accuracyGainedError an upper bound of its standard error
 * @param stepsPretrained steps until the pre-trained run reached the final validation accuracy of
 *     the one from scratch; empty if it never did
 */
record ModelComparison(
    List<String> labels,
    List<Contender> contenders,
    ByClass byClass,
    double accuracyGained,
    double accuracyGainedError,
    OptionalLong stepsPretrained,
    OptionalLong stepsScratch) {

  /** The scored parts, as named in metrics.json. */
  static final List<String> PARTS = List.of("validation", "test");

  /** How a classifier was trained. */
  enum Kind {
    PRETRAINED("pretrained", "pre-trained"),
    SCRATCH("scratch", "from scratch"),
    BASELINE("baseline", "TF-IDF baseline");

    final String key;
    final String title;

    Kind(String key, String title) {
      this.key = key;
      this.title = title;
    }
  }

  /** Each from 0 to 1. */
  record Scores(double accuracy, double macroF1, double weightedF1, double areaUnderRoc) {
    static final List<String> NAMES =
        List.of("accuracy", "macro F1", "weighted F1", "area under ROC");

    static Scores of(JsonNode node) {
      return new Scores(
          JsonFields.number(node.path("accuracy")),
          JsonFields.number(node.path("macroF1")),
          JsonFields.number(node.path("weightedF1")),
          JsonFields.number(node.path("areaUnderRoc")));
    }

    List<Double> values() {
      return List.of(accuracy, macroF1, weightedF1, areaUnderRoc);
    }
  }

  /** The scores of a class on the test part. */
  record ClassRow(String label, long rows, double precision, double recall, double f1) {}

  /** How many rows of the test part with a label were predicted so. */
  record ConfusionCell(String label, String prediction, long rows) {}

  /**
   * The pre-trained model on the test part, by class.
   *
   * @param cells that are not 0
   */
  record ByClass(List<ClassRow> classes, List<ConfusionCell> cells) {
    static ByClass of(JsonNode test) {
      List<ClassRow> classes = new ArrayList<>();
      for (JsonNode each : test.path("classes")) {
        classes.add(
            new ClassRow(
                each.path("label").asText(),
                each.path("rows").asLong(),
                JsonFields.number(each.path("precision")),
                JsonFields.number(each.path("recall")),
                JsonFields.number(each.path("f1"))));
      }
      List<ConfusionCell> cells = new ArrayList<>();
      for (JsonNode each : test.path("confusions")) {
        cells.add(
            new ConfusionCell(
                each.path("label").asText(),
                each.path("prediction").asText(),
                each.path("rows").asLong()));
      }
      return new ByClass(classes, cells);
    }
  }

  /** A classifier with its scores. */
  record Contender(Kind kind, Scores validation, Scores test) {
    Scores on(String part) {
      return part.equals("test") ? test : validation;
    }
  }

  static Optional<ModelComparison> of(JsonNode metrics) {
    List<Contender> contenders = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      JsonNode node = metrics.path(kind.key);
      if (node.isObject()) {
        contenders.add(
            new Contender(kind, Scores.of(node.path("validation")), Scores.of(node.path("test"))));
      }
    }
    JsonNode steps = metrics.path("stepsToScratchFinal");
    return contenders.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ModelComparison(
                JsonFields.strings(metrics.path("labels")),
                contenders,
                ByClass.of(metrics.path(Kind.PRETRAINED.key).path("test")),
                JsonFields.number(metrics.path("accuracyGained")),
                JsonFields.number(metrics.path("accuracyGainedError")),
                JsonFields.optionalLong(steps.path("pretrained")),
                JsonFields.optionalLong(steps.path("scratch"))));
  }

  Optional<Contender> contender(Kind kind) {
    return contenders.stream().filter(contender -> contender.kind() == kind).findFirst();
  }
}
