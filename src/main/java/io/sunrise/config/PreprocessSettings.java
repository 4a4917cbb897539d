package io.sunrise.config;

/** How text becomes rows of token ids. */
public record PreprocessSettings(
    TokenizerSettings tokenizer,
    @Range(min = 4, max = 512) int maxTokens,
    @Range(min = 1, max = 510) int minTokens,
    @Range(min = 0, max = 1e12) long maxRows,
    @Range(min = 1, max = 100_000) int outputFiles,
    NearDuplicateSettings nearDuplicates,
    DecontaminationSettings decontamination) {

  /** The vocabulary and how text falls into its words. */
  public record TokenizerSettings(
      TokenizerType type,
      @Range(min = 100, max = 1_000_000) int vocabularySize,
      boolean lowerCase,
      @Range(min = 1, max = 1e12) long minFrequency) {}

  public enum TokenizerType {
    WORDS,
    SUBWORDS
  }
}
