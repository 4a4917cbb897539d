package io.sunrise.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.nn.ModelConfig;
import io.sunrise.tokenizer.SpecialTokens;

/** The fields of {@code config.json} that differ between architectures. */
interface ConfigFields {
  /** Writes the fields of a model. */
  void put(ModelConfig model, SpecialTokens special, ObjectNode root);

  /**
   * Reads a model.
   *
   * @throws io.sunrise.SunriseException where it is none that the encoder computes
   */
  ModelConfig read(ConfigJson json);
}
