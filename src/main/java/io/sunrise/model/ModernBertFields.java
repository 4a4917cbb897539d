package io.sunrise.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Pooling;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.List;

/** ModernBERT's, with global attention in all layers and the mean over tokens as pooling. */
final class ModernBertFields implements ConfigFields {
  private static final String GLOBAL = "full_attention";
  private static final double THETA_BY_DEFAULT = 160_000;
  private static final List<String> WITHOUT =
      List.of("attention_bias", "classifier_bias", "mlp_bias", "norm_bias");
  private static final List<String> DROPOUTS =
      List.of("attention_dropout", "classifier_dropout", "embedding_dropout", "mlp_dropout");

  @Override
  public void put(ModelConfig model, SpecialTokens special, ObjectNode root) {
    WITHOUT.forEach(key -> root.put(key, false));
    DROPOUTS.forEach(key -> root.put(key, model.dropout()));
    root.put("bos_token_id", special.cls())
        .put("classifier_activation", "gelu")
        .put("classifier_pooling", pooling())
        .put("cls_token_id", special.cls())
        .put("decoder_bias", true)
        .put("dtype", "float32")
        .put("eos_token_id", special.sep())
        .put("global_attn_every_n_layers", 1)
        .put("global_rope_theta", model.ropeTheta())
        .put("hidden_activation", "gelu")
        .put("hidden_size", model.hiddenSize())
        .put("initializer_range", ModelConfig.INITIALIZER_RANGE)
        .put("intermediate_size", model.intermediateSize())
        .put("max_position_embeddings", model.maxPositions())
        .put("norm_eps", Architecture.MODERNBERT.normEpsilon())
        .put("num_attention_heads", model.attentionHeads())
        .put("num_hidden_layers", model.layers())
        .put("pad_token_id", special.pad())
        .put("reference_compile", false)
        .put("sep_token_id", special.sep())
        .put("sparse_prediction", false)
        .put("tie_word_embeddings", true)
        .put("vocab_size", model.vocabularySize());
    ArrayNode layers = root.putArray("layer_types");
    for (int layer = 0; layer < model.layers(); layer++) {
      layers.add(GLOBAL);
    }
    ObjectNode rope = root.putObject("rope_parameters");
    for (String type : List.of(GLOBAL, "sliding_attention")) {
      rope.putObject(type).put("rope_theta", model.ropeTheta()).put("rope_type", "default");
    }
  }

  private static String pooling() {
    return Architecture.MODERNBERT.pooling() == Pooling.MEAN ? "mean" : "cls";
  }

  @Override
  public ModelConfig read(ConfigJson json) {
    WITHOUT.forEach(key -> json.expect(key, "false", "false"));
    json.expect("classifier_activation", "gelu", "gelu");
    if (json.isClassifier()) {
      json.expect("classifier_pooling", pooling(), "cls");
    }
    json.expect("decoder_bias", "true", "true");
    json.expect("hidden_activation", "gelu", "gelu");
    json.expect("norm_eps", String.valueOf(Architecture.MODERNBERT.normEpsilon()), "1.0E-5");
    json.expect("tie_word_embeddings", "true", "true");
    ModelConfig model = json.model(json.dropout("embedding_dropout", 0), Architecture.MODERNBERT);
    requireGlobalAttention(json);
    requireRope(json, model.ropeTheta());
    return model;
  }

  /** Named by layer since version 5 of transformers, by a period before. */
  private static void requireGlobalAttention(ConfigJson json) {
    JsonNode layers = json.node().path("layer_types");
    if (!layers.isArray()) {
      json.expect("global_attn_every_n_layers", "1", "3");
      return;
    }
    for (JsonNode layer : layers) {
      if (!layer.asText().equals(GLOBAL)) {
        throw SunriseException.of(
            "%s: layer_types has %s, expected %s in all layers: attention to a window of tokens is"
                + " not supported",
            json.where(), layer.asText(), GLOBAL);
      }
    }
  }

  private static void requireRope(ConfigJson json, double expected) {
    JsonNode ofLayers = json.node().path("rope_parameters").path(GLOBAL);
    double found =
        ofLayers.isObject()
            ? ofLayers.path("rope_theta").asDouble()
            : json.node().path("global_rope_theta").asDouble(THETA_BY_DEFAULT);
    if (found != expected) {
      throw SunriseException.of(
          "%s: rope_theta is %s, expected %s: another base of rotary positions is not supported",
          json.where(), found, expected);
    }
  }
}
