package io.sunrise.config;

import java.util.List;
import java.util.Map;

/**
 * Cross-validation of fine-tuning.
 *
 * @param labelCounts numbers of labelled rows of the training folds to use; 0 is all, and an empty
 *     list is the same as 0
 * @param finetune the settings that all runs share; decisive through the combinations in {@code
 *     search}
 * @param search every combination of the values to try; a single unchanged one if nothing is
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

  /** The numbers of labelled rows to use; 0 is all. */
  public List<Integer> labelCountsOrAll() {
    return labelCounts.isEmpty() ? List.of(0) : labelCounts;
  }

  /**
   * One combination.
   *
   * @param changed the values of the searched keys
   * @param finetune the settings with these values
   */
  public record Variation(Map<String, String> changed, FinetuneSettings finetune) {}
}
