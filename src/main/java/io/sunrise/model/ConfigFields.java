package io.sunrise.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.nn.ModelConfig;

/** The fields of {@code config.json} that differ between architectures. */
interface ConfigFields {
  /** The id of the padding token. */
  int PAD = 0;

  /** Writes the fields of a model. */
  void put(ModelConfig model, ObjectNode root);

  /**
   * Reads a model.
   *
   * @throws io.sunrise.SunriseException where it is none that the encoder computes
   */
  ModelConfig read(ConfigJson json);
}
