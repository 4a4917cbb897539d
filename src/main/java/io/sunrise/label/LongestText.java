package io.sunrise.label;

import io.sunrise.SunriseException;
import io.sunrise.config.Settings;
import io.sunrise.config.Settings.EncoderArchitecture;
import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.model.StartingModel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * How many tokens of a labelled text are read.
 *
 * @param wanted by the settings, if they say
 * @param pretraining the most tokens of a row of pre-training
 */
public record LongestText(Optional<Integer> wanted, ModelSettings model, int pretraining) {
  /** Of a review of 400 words: with 256 tokens reviews are classified 2 points worse. */
  static final int DEFAULT = 512;

  public static LongestText of(Settings settings) {
    return new LongestText(
        settings.label().maxTokens(), settings.model(), settings.preprocess().maxTokens());
  }

  /** The settings that decide it. */
  Map<String, Object> settings() {
    return Map.of(
        "label.max-tokens",
        wanted,
        "model.architecture",
        model.architecture(),
        "model.start-from",
        model.startFrom(),
        "preprocess.max-tokens",
        pretraining);
  }

  /**
   * What the settings want, else what most texts need and the model can read.
   *
   * @throws SunriseException where the settings want more than that
   */
  int tokens(Configuration hadoop) {
    OptionalInt most = most(hadoop);
    if (most.isPresent() && wanted.isPresent() && wanted.get() > most.getAsInt()) {
      throw SunriseException.of(
          "label.max-tokens is %d, and the model reads at most %d tokens of a text: lower it%s",
          wanted.get(),
          most.getAsInt(),
          model.startFrom().isPresent()
              ? ""
              : ", raise preprocess.max-tokens, or set model.architecture = modernbert");
    }
    int needed = wanted.orElse(Math.max(DEFAULT, pretraining));
    return Math.min(needed, most.orElse(needed));
  }

  /** The longest row that the model can read; empty if there is no limit. */
  private OptionalInt most(Configuration hadoop) {
    Optional<StartingModel> start = StartingModel.of(model, hadoop);
    if (start.isPresent()) {
      return OptionalInt.of(start.get().longestRow());
    }
    return model.architecture() == EncoderArchitecture.BERT
        ? OptionalInt.of(pretraining)
        : OptionalInt.empty();
  }
}
