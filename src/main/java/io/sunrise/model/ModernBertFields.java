package io.sunrise.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.LocalAttention;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Pooling;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.ArrayList;
import java.util.List;

/** ModernBERT's, with the mean over tokens as pooling. */
final class ModernBertFields implements ConfigFields {
  private static final String GLOBAL = "full_attention";
  private static final String LOCAL = "sliding_attention";
  private static final String EVERY = "global_attn_every_n_layers";
  private static final String WINDOW = "local_attention";

  /** As it was published, which is what a file means that lacks a field. */
  private static final LocalAttention PUBLISHED = new LocalAttention(3, 128, 160_000, 10_000);

  private static final List<String> WITHOUT =
      List.of("attention_bias", "classifier_bias", "mlp_bias", "norm_bias");
  private static final List<String> DROPOUTS =
      List.of("attention_dropout", "classifier_dropout", "embedding_dropout", "mlp_dropout");

  @Override
  public void put(ModelConfig model, SpecialTokens special, ObjectNode root) {
    LocalAttention local = model.local();
    WITHOUT.forEach(key -> root.put(key, false));
    DROPOUTS.forEach(key -> root.put(key, model.dropout()));
    root.put("bos_token_id", special.cls())
        .put("classifier_activation", "gelu")
        .put("classifier_pooling", pooling())
        .put("cls_token_id", special.cls())
        .put("decoder_bias", true)
        .put("dtype", "float32")
        .put("eos_token_id", special.sep())
        .put(EVERY, local.globalEvery())
        .put("global_rope_theta", local.globalTheta())
        .put("hidden_activation", "gelu")
        .put("hidden_size", model.hiddenSize())
        .put("initializer_range", ModelConfig.INITIALIZER_RANGE)
        .put("intermediate_size", model.intermediateSize())
        .put(WINDOW, local.window())
        .put("local_rope_theta", local.localTheta())
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
      layers.add(local.isGlobal(layer) ? GLOBAL : LOCAL);
    }
    ObjectNode rope = root.putObject("rope_parameters");
    putRope(rope.putObject(GLOBAL), local.globalTheta());
    putRope(rope.putObject(LOCAL), local.localTheta());
  }

  private static void putRope(ObjectNode node, double theta) {
    node.put("rope_theta", theta).put("rope_type", "default");
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
    return model.withLocal(local(json, model.layers()));
  }

  private static LocalAttention local(ConfigJson json, int layers) {
    int every = every(json, layers);
    int window = json.node().path(WINDOW).asInt(PUBLISHED.window());
    if (every < 1 || window < 2) {
      throw SunriseException.of(
          "%s: %s is %d and %s is %d, expected at least 1 and 2",
          json.where(), EVERY, every, WINDOW, window);
    }
    double global = theta(json, GLOBAL, "global_rope_theta", PUBLISHED.globalTheta());
    double local = theta(json, LOCAL, "local_rope_theta", PUBLISHED.localTheta());
    return new LocalAttention(every, window, global, local);
  }

  /** Named by layer since version 5 of transformers, by a period before. */
  private static int every(ConfigJson json, int layers) {
    JsonNode types = json.node().path("layer_types");
    if (!types.isArray()) {
      return json.node().path(EVERY).asInt(PUBLISHED.globalEvery());
    }
    List<String> found = new ArrayList<>();
    types.forEach(type -> found.add(type.asText()));
    int every = 1;
    while (every < found.size() && found.get(every).equals(LOCAL)) {
      every++;
    }
    for (int layer = 0; layer < layers; layer++) {
      String expected = layer % every == 0 ? GLOBAL : LOCAL;
      if (found.size() != layers || !found.get(layer).equals(expected)) {
        throw SunriseException.of(
            "%s: layer_types is %s, expected %d of %s and %s, the first of every few global: other"
                + " orders are not supported",
            json.where(), types, layers, GLOBAL, LOCAL);
      }
    }
    return every;
  }

  private static double theta(ConfigJson json, String type, String before, double missing) {
    JsonNode rope = json.node().path("rope_parameters").path(type);
    String kind = rope.path("rope_type").asText("default");
    double theta = rope.path("rope_theta").asDouble(json.node().path(before).asDouble(missing));
    if (!kind.equals("default") || !(theta > 1)) {
      throw SunriseException.of(
          "%s: rope_type is %s with rope_theta %s, expected default with a base above 1: scaled"
              + " positions are not supported",
          json.where(), kind, theta);
    }
    return theta;
  }
}
