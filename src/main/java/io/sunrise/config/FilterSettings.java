package io.sunrise.config;

import java.io.Serializable;
import java.util.List;

/** Rules for dropping documents; {@code reference.conf} describes each rule. */
public record FilterSettings(
    CharacterRules characters,
    QualityRules quality,
    RepetitionRules repetition,
    LanguageRule language)
    implements Serializable {

  /** Shares of the non-whitespace characters. */
  public record CharacterRules(
      boolean enabled,
      @Range(min = 0, max = 1) double minLetters,
      @Range(min = 0, max = 1) double maxDigits,
      @Range(min = 0, max = 1) double maxUpperCase)
      implements Serializable {}

  /** The rules of Rae et al. 2021, appendix A.1.1, "quality filtering". */
  public record QualityRules(
      boolean enabled,
      @Range(min = 0, max = 1e9) int minWords,
      @Range(min = 1, max = 1e9) int maxWords,
      @Range(min = 0, max = 1e6) double minMeanWordLength,
      @Range(min = 0, max = 1e6) double maxMeanWordLength,
      @Range(min = 0, max = 1e6) double maxHashesPerWord,
      @Range(min = 0, max = 1e6) double maxEllipsesPerWord,
      @Range(min = 0, max = 1) double maxBulletLines,
      @Range(min = 0, max = 1) double maxEllipsisLines,
      @Range(min = 1, max = 1e6) int minLines,
      @Range(min = 0, max = 1) double minWordsWithLetter,
      @Range(min = 0, max = 64) int minStopWords,
      List<String> stopWords)
      implements Serializable {}

  /**
   * The rules of Rae et al. 2021, table A1.
   *
   * @param maxTopNgrams for n = 2, 3, 4
   * @param maxDuplicateNgrams for n = 5 to 10
   */
  public record RepetitionRules(
      boolean enabled,
      @Range(min = 0, max = 1) double maxDuplicateLines,
      @Range(min = 0, max = 1) double maxDuplicateLineCharacters,
      @Range(min = 0, max = 1) double maxDuplicateParagraphs,
      @Range(min = 0, max = 1) double maxDuplicateParagraphCharacters,
      @Range(min = 0, max = 1) List<Double> maxTopNgrams,
      @Range(min = 0, max = 1) List<Double> maxDuplicateNgrams)
      implements Serializable {}

  /**
   * The allowed languages of a text.
   *
   * @param allowed ISO 639-3 codes; empty for all
   */
  public record LanguageRule(
      List<String> allowed,
      @Range(min = 1, max = 1e6) double minOdds,
      @Range(min = 10, max = 1e6) int maxCharacters)
      implements Serializable {}
}
