package io.sunrise.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model's {@code config.json} as Hugging Face's BERT and ELECTRA write and read it.
 *
 * @param modelClass the class of transformers that reads the model
 * @param labels of a classifier, by class; empty for a masked-language model
 */
public record HuggingFaceConfig(ModelConfig model, String modelClass, List<String> labels) {
  private static final int PAD = 0;
  private static final int TOKEN_TYPES = 2;

  public HuggingFaceConfig {
    labels = List.copyOf(labels);
  }

  /** The file's text. */
  public String toJson() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putArray("architectures").add(modelClass);
    if (model.architecture() == Architecture.ELECTRA) {
      root.put("embedding_size", model.hiddenSize());
    }
    root.put("attention_probs_dropout_prob", model.dropout())
        .putNull("classifier_dropout")
        .put("dtype", "float32")
        .put("hidden_act", "gelu")
        .put("hidden_dropout_prob", model.dropout())
        .put("hidden_size", model.hiddenSize());
    putLabels(root);
    root.put("initializer_range", ModelConfig.INITIALIZER_RANGE)
        .put("intermediate_size", model.intermediateSize())
        .put("layer_norm_eps", ModelConfig.LAYER_NORM_EPSILON)
        .put("max_position_embeddings", model.maxPositions())
        .put("model_type", model.architecture().modelType())
        .put("num_attention_heads", model.attentionHeads())
        .put("num_hidden_layers", model.layers())
        .put("pad_token_id", PAD)
        .put("position_embedding_type", "absolute")
        .put("tie_word_embeddings", true)
        .put("type_vocab_size", TOKEN_TYPES)
        .put("vocab_size", model.vocabularySize());
    return root.toPrettyString() + "\n";
  }

  private void putLabels(ObjectNode root) {
    if (labels.isEmpty()) {
      return;
    }
    ObjectNode names = root.putObject("id2label");
    for (int i = 0; i < labels.size(); i++) {
      names.put(String.valueOf(i), labels.get(i));
    }
    ObjectNode ids = root.putObject("label2id");
    for (int i = 0; i < labels.size(); i++) {
      ids.put(labels.get(i), i);
    }
  }

  /**
   * Reads a file's text.
   *
   * @param where the file's name, for error lines
   * @throws SunriseException where it is no model that this encoder computes
   */
  public static HuggingFaceConfig read(String json, String where) {
    JsonNode root = root(json, where);
    Architecture architecture = architecture(root, where);
    expect(root, where, "hidden_act", "gelu", "gelu");
    expect(root, where, "position_embedding_type", "absolute", "absolute");
    expect(root, where, "tie_word_embeddings", "true", "true");
    expect(root, where, "is_decoder", "false", "false");
    expect(root, where, "type_vocab_size", "2", "2");
    expect(root, where, "layer_norm_eps", "1.0E-12", "1.0E-12");
    ModelConfig model =
        new ModelConfig(
            positive(root, where, "vocab_size"),
            positive(root, where, "hidden_size"),
            positive(root, where, "num_hidden_layers"),
            positive(root, where, "num_attention_heads"),
            positive(root, where, "intermediate_size"),
            positive(root, where, "max_position_embeddings"),
            dropout(root, where),
            architecture);
    if (architecture == Architecture.ELECTRA) {
      String width = String.valueOf(model.hiddenSize());
      expect(root, where, "embedding_size", width, "128");
    }
    if (model.hiddenSize() % model.attentionHeads() != 0) {
      throw SunriseException.of(
          "%s: hidden_size is %d, expected a multiple of num_attention_heads, which is %d",
          where, model.hiddenSize(), model.attentionHeads());
    }
    return new HuggingFaceConfig(
        model, root.path("architectures").path(0).asText(), labels(root, where));
  }

  /**
   * Refuses a model of another shape; dropout may differ.
   *
   * @param where the file this was read from
   */
  public void requireShape(ModelConfig expected, String where) {
    requireSame("vocab_size", model.vocabularySize(), expected.vocabularySize(), where);
    requireSame("hidden_size", model.hiddenSize(), expected.hiddenSize(), where);
    requireSame("num_hidden_layers", model.layers(), expected.layers(), where);
    requireSame("num_attention_heads", model.attentionHeads(), expected.attentionHeads(), where);
    requireSame("intermediate_size", model.intermediateSize(), expected.intermediateSize(), where);
    requireSame("max_position_embeddings", model.maxPositions(), expected.maxPositions(), where);
  }

  private static void requireSame(String key, int found, int expected, String where) {
    if (found != expected) {
      throw SunriseException.of(
          "%s: %s is %d, the configuration expects %d: set model.size and preprocess as they were, or"
              + " train this model again",
          where, key, found, expected);
    }
  }

  private static Architecture architecture(JsonNode root, String where) {
    String found = root.path("model_type").asText("missing");
    return Arrays.stream(Architecture.values())
        .filter(architecture -> architecture.modelType().equals(found))
        .findFirst()
        .orElseThrow(
            () ->
                SunriseException.of(
                    "%s: model_type is %s, expected %s",
                    where,
                    found,
                    Arrays.stream(Architecture.values())
                        .map(Architecture::modelType)
                        .collect(Collectors.joining(" or "))));
  }

  private static JsonNode root(String json, String where) {
    try {
      JsonNode root = new ObjectMapper().readTree(json);
      if (root.isObject()) {
        return root;
      }
      throw SunriseException.of("%s is not a JSON object: it is damaged; write it again", where);
    } catch (JsonProcessingException e) {
      throw new SunriseException(
          where
              + " is not JSON: it is damaged; write it again ("
              + SunriseException.reason(e)
              + ")",
          e);
    }
  }

  /**
   * @param missing what a file means that lacks the key, or null where it must be there
   */
  private static void expect(
      JsonNode root, String where, String key, String expected, String missing) {
    JsonNode node = root.get(key);
    String found = node == null || node.isNull() ? missing : node.asText();
    if (!expected.equals(found)) {
      throw SunriseException.of(
          "%s: %s is %s, expected %s: only BERT as Devlin et al. built it can be read",
          where, key, found == null ? "missing" : found, expected);
    }
  }

  private static int positive(JsonNode root, String where, String key) {
    JsonNode node = root.path(key);
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
      throw SunriseException.of(
          "%s: %s is %s, expected a whole number of at least 1",
          where, key, node.isMissingNode() ? "missing" : node);
    }
    return node.intValue();
  }

  private static double dropout(JsonNode root, String where) {
    double dropout = root.path("hidden_dropout_prob").asDouble(0.1);
    if (!(dropout >= 0 && dropout < 1)) {
      throw SunriseException.of(
          "%s: hidden_dropout_prob is %s, expected 0 to below 1", where, dropout);
    }
    return dropout;
  }

  private static List<String> labels(JsonNode root, String where) {
    JsonNode names = root.path("id2label");
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      JsonNode name = names.path(String.valueOf(i));
      if (!name.isTextual()) {
        throw SunriseException.of(
            "%s: id2label has %d classes but none is numbered %d, expected 0 to %d",
            where, names.size(), i, names.size() - 1);
      }
      labels.add(name.textValue());
    }
    return labels;
  }
}
