package io.sunrise.report;

import java.util.OptionalLong;

/** The main numbers of the run, from the manifests of the stages. */
record RunCounts(ReportData data) {

  OptionalLong documents() {
    return data.count("collect", "documents");
  }

  OptionalLong rows() {
    return data.count("preprocess", "rows");
  }

  OptionalLong vocabulary() {
    OptionalLong model = data.model("vocabularySize");
    return model.isPresent() ? model : data.count("preprocess", "vocabulary");
  }

  /**
   * The maximum row length: from the settings, else the model's positions, else the textbook's 50.
   */
  long maxTokens() {
    return data.setting("preprocess", "max-tokens")
        .map(Long::parseLong)
        .orElseGet(() -> data.model("maxPositions").orElse(50));
  }

  OptionalLong batchRows(String stage) {
    return data.setting(stage, "batch-rows")
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  OptionalLong trainingLabels() {
    return data.count("label", "train");
  }

  /** Labelled rows of all three parts. */
  OptionalLong labels() {
    OptionalLong train = trainingLabels();
    return train.isEmpty()
        ? train
        : OptionalLong.of(
            train.getAsLong()
                + data.count("label", "validation").orElse(0)
                + data.count("label", "test").orElse(0));
  }

  /** The fine-tuned model's accuracy on the test part, or NaN. */
  double testAccuracy() {
    return data.comparison()
        .flatMap(comparison -> comparison.contender(ModelComparison.Kind.PRETRAINED))
        .map(contender -> contender.test().accuracy())
        .orElse(Double.NaN);
  }
}
