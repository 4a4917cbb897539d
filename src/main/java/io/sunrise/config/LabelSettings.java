package io.sunrise.config;

import java.util.List;
import java.util.Optional;

/**
 * The sources of labelled rows and their split.
 *
 * @param validationSources the validation part; empty: {@code validationShare} of the sources
 * @param testSources the test part; empty: {@code testShare} of the sources
 * @param maxTokens of a text that are read; empty: as many as the model can, up to a limit
 */
public record LabelSettings(
    @Defaults("source-defaults") List<LabelledSource> sources,
    @Defaults("source-defaults") List<LabelledSource> validationSources,
    @Defaults("source-defaults") List<LabelledSource> testSources,
    @Range(min = 0.001, max = 0.9) double validationShare,
    @Range(min = 0.001, max = 0.9) double testShare,
    RareClasses rareClasses,
    @Range(min = 4, max = 8192) Optional<Integer> maxTokens,
    @Range(min = 0, max = 1e12) long maxRows,
    @Range(min = 0, max = 100_000) int outputFiles) {

  /** What becomes of a label with too few rows for one in each part. */
  public enum RareClasses {
    TRAIN,
    DROP,
    REFUSE
  }

  /**
   * A source whose rows have a label word in addition to the text.
   *
   * @param title the name of the source, instead of its type and path
   * @param splitField the field of a row's part; empty: rows are divided by the shares
   * @param weightField the field of how much a row counts; empty: all count the same
   */
  public record LabelledSource(
      @Inline SourceSettings source,
      Optional<String> title,
      String labelField,
      Optional<String> splitField,
      Optional<String> weightField) {

    /** The name of this source in messages and in the {@code source} column. */
    public String name() {
      return title.orElseGet(source::name);
    }
  }
}
