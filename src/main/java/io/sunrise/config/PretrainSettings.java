package io.sunrise.config;

/**
 * What is learned from unlabelled rows.
 *
 * @param generatorSize of {@link PretrainObjective#REPLACED}: the generator's width as a share of
 *     the model's
 */
public record PretrainSettings(
    @Inline TrainingSettings training,
    PretrainObjective objective,
    @Range(min = 0.05, max = 1) double generatorSize,
    @Range(min = 0.01, max = 0.9) double maskingRate,
    boolean wholeWordMasking,
    @Range(min = 0, max = 0.5) double validationShare) {

  /** What the model learns to do. */
  public enum PretrainObjective {
    /** Predict masked tokens. */
    MASKED,
    /** Detect tokens that a small generator replaced. */
    REPLACED
  }
}
