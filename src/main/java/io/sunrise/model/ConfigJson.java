package io.sunrise.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.ModelConfig;

/**
 * A {@code config.json} whose fields are checked as they are read.
 *
 * @param where the file's name, for error lines
 */
record ConfigJson(JsonNode node, String where) {

  /**
   * Refuses another value.
   *
   * @param missing what a file means that lacks the key, or null where it must be there
   */
  void expect(String key, String expected, String missing) {
    JsonNode value = node.get(key);
    String found = value == null || value.isNull() ? missing : value.asText();
    if (!expected.equals(found)) {
      throw SunriseException.of(
          "%s: %s is %s, expected %s: only %s as it was published can be read",
          where,
          key,
          found == null ? "missing" : found,
          expected,
          node.path("model_type").asText());
    }
  }

  /** Refuses a key that is there. */
  void requireNone(String key, String remedy) {
    if (node.hasNonNull(key)) {
      throw SunriseException.of("%s: %s is not supported; %s", where, key, remedy);
    }
  }

  /** Whether the model classifies rows. */
  boolean isClassifier() {
    return node.path("architectures").path(0).asText().endsWith("ForSequenceClassification");
  }

  int positive(String key) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw SunriseException.of(
          "%s: %s is %s, expected a whole number of at least 1",
          where, key, value.isMissingNode() ? "missing" : value);
    }
    return value.intValue();
  }

  /** A dropout probability. */
  double dropout(String key, double missing) {
    double dropout = node.path(key).asDouble(missing);
    if (!(dropout >= 0 && dropout < 1)) {
      throw SunriseException.of("%s: %s is %s, expected 0 to below 1", where, key, dropout);
    }
    return dropout;
  }

  /** The shape, whose fields have the same names in all architectures. */
  ModelConfig model(double dropout, Architecture architecture) {
    return new ModelConfig(
        positive("vocab_size"),
        positive("hidden_size"),
        positive("num_hidden_layers"),
        positive("num_attention_heads"),
        positive("intermediate_size"),
        positive("max_position_embeddings"),
        dropout,
        architecture);
  }
}
