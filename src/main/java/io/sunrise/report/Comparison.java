package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The pre-trained model beside the same model from scratch and the baseline; a run that was
 * switched off is not in the list.
 *
 * @param accuracyGained pre-trained less scratch, on the test part; NaN without a scratch run
 * @param accuracyGainedError its standard error, at most
 * @param stepsPretrained steps until the pre-trained run was as good as scratch ended; empty when
 *     it never was
 */
record Comparison(
    List<String> labels,
    List<Contender> contenders,
    double accuracyGained,
    double accuracyGainedError,
    OptionalLong stepsPretrained,
    OptionalLong stepsScratch) {

  /** The parts that are scored, as metrics.json names them. */
  static final List<String> PARTS = List.of("validation", "test");

  /** One trained classifier. */
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

  /** Shares of 1. */
  record Scores(double accuracy, double f1, double areaUnderRoc) {
    static Scores of(JsonNode node) {
      return new Scores(
          Fields.number(node.path("accuracy")),
          Fields.number(node.path("f1")),
          Fields.number(node.path("areaUnderRoc")));
    }

    List<Double> values() {
      return List.of(accuracy, f1, areaUnderRoc);
    }
  }

  /** A classifier and how good it is. */
  record Contender(Kind kind, Scores validation, Scores test) {
    Scores on(String part) {
      return part.equals("test") ? test : validation;
    }
  }

  static Optional<Comparison> of(JsonNode metrics) {
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
            new Comparison(
                Fields.strings(metrics.path("labels")),
                contenders,
                Fields.number(metrics.path("accuracyGained")),
                Fields.number(metrics.path("accuracyGainedError")),
                Fields.optionalLong(steps.path("pretrained")),
                Fields.optionalLong(steps.path("scratch"))));
  }

  Optional<Contender> contender(Kind kind) {
    return contenders.stream().filter(contender -> contender.kind() == kind).findFirst();
  }
}
