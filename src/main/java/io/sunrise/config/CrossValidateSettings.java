package io.sunrise.config;

import java.util.List;
import java.util.Map;

/**
 * Cross-validation of fine-tuning.
 *
 * @param labelCounts how many labelled rows of the training folds are used; 0 is all, an empty list
 *     is all once
 * @param finetune what all runs share; decides by what {@code search} makes of it
 * @param search every combination of the values to try; one that changes nothing where none is
 *     searched
 */
public record CrossValidateSettings(
    @Range(min = 2, max = 1000) int folds,
    @Range(min = 0, max = 1e9) List<Integer> labelCounts,
    @Range(min = 1, max = 1000) int seeds,
    @Range(min = 0.01, max = 0.5) double validationShare,
    boolean scratch,
    boolean baseline,
    @NotDecisive FinetuneSettings finetune,
    @Combined("finetune") List<Variation> search) {

  /** How many labelled rows are used, in turn; 0 is all. */
  public List<Integer> labelCountsOrAll() {
    return labelCounts.isEmpty() ? List.of(0) : labelCounts;
  }

  /**
   * One combination.
   *
   * @param changed the searched keys with their values
   * @param finetune with these values
   */
  public record Variation(Map<String, String> changed, FinetuneSettings finetune) {}
}
