package io.sunrise.config;

/**
 * What is learned from unlabelled rows.
 *
 * @param budget seconds that the stage may take, from which the number of steps follows; 0 makes as
 *     many as the settings of training say
 * @param incremental whether to continue from the model that the workspace holds
 * @param generatorSize of {@link PretrainObjective#REPLACED}: the generator's width as a share of
 *     the model's
 */
public record PretrainSettings(
    @Inline TrainingSettings training,
    @Seconds @Range(min = 0, max = 1e8) long budget,
    @NotDecisive boolean incremental,
    PretrainObjective objective,
    @Range(min = 0.05, max = 1) double generatorSize,
    @Range(min = 0.01, max = 0.9) double maskingRate,
    boolean wholeWordMasking,
    WarmStartKind warmStart,
    @Range(min = 1, max = 1000) int warmStartWindow,
    boolean passageVectors,
    @Range(min = 0, max = 0.5) double validationShare) {

  /** Whether there is nothing to do. */
  public boolean isSkipped() {
    return training.epochs() == 0;
  }

  /** What the embeddings of tokens are before the first step. */
  public enum WarmStartKind {
    /** Vectors reduced from how often tokens occur near one another. */
    CO_OCCURRENCE,
    /** Random numbers. */
    NONE
  }

  /** What the model learns to do. */
  public enum PretrainObjective {
    /** Predict masked tokens. */
    MASKED,
    /** Detect tokens that a small generator replaced. */
    REPLACED
  }
}
