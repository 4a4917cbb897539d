package io.sunrise.config;

import java.util.Optional;

/** The conversion of text into rows of token ids. */
public record PreprocessSettings(
    CleaningSettings cleaning,
    FilterSettings filters,
    boolean keepDropped,
    TokenizerSettings tokenizer,
    @Range(min = 4, max = 512) int maxTokens,
    @Range(min = 1, max = 510) int minTokens,
    boolean joinShort,
    @Range(min = 0, max = 1e12) long maxRows,
    @Range(min = 0, max = 100_000) int outputFiles,
    NearDuplicateSettings nearDuplicates,
    DecontaminationSettings decontamination) {

  /**
   * The tokenizer and its vocabulary.
   *
   * @param file a tokenizer.json to use instead of training one
   * @param keep whether the tokenizer that the workspace holds is used again
   * @param stripAccents empty: as {@code lowerCase}
   */
  public record TokenizerSettings(
      @FilePath Optional<String> file,
      @NotDecisive boolean keep,
      TokenizerType type,
      @Range(min = 100, max = 1_000_000) int vocabularySize,
      boolean lowerCase,
      Optional<Boolean> stripAccents,
      @Range(min = 1, max = 1e12) long minFrequency) {}

  public enum TokenizerType {
    WORDS,
    SUBWORDS,
    BPE
  }
}
