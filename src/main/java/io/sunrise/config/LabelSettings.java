package io.sunrise.config;

import java.util.List;

/** The sources of labelled rows and their split. */
public record LabelSettings(
    @Defaults("source-defaults") List<LabelledSource> sources,
    @Defaults("source-defaults") List<LabelledSource> testSources,
    @Range(min = 0.001, max = 0.9) double validationShare,
    @Range(min = 0.001, max = 0.9) double testShare,
    RareClasses rareClasses,
    @Range(min = 0, max = 1e12) long maxRows,
    @Range(min = 0, max = 100_000) int outputFiles) {

  /** What becomes of a label with too few rows for one in each part. */
  public enum RareClasses {
    TRAIN,
    DROP,
    REFUSE
  }

  /** A source whose rows have a label word in addition to the text. */
  public record LabelledSource(@Inline SourceSettings source, String labelField) {}
}
