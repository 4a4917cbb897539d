package io.sunrise.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.ModelConfig;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model's {@code config.json} as Hugging Face writes and reads it.
 *
 * @param modelClass the class of transformers that reads the model
 * @param labels of a classifier, by class; empty for a masked-language model
 * @param nameOrPath what its author called it, where the file says so; never written
 */
public record HuggingFaceConfig(
    ModelConfig model, String modelClass, List<String> labels, Optional<String> nameOrPath) {
  private static final int MOST_LAYERS = 1000;

  public HuggingFaceConfig {
    labels = List.copyOf(labels);
  }

  /** A model that is written. */
  public HuggingFaceConfig(ModelConfig model, String modelClass, List<String> labels) {
    this(model, modelClass, labels, Optional.empty());
  }

  /**
   * The file's text.
   *
   * @param special of the model's tokenizer
   */
  public String toJson(SpecialTokens special) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putArray("architectures").add(modelClass);
    putLabels(root);
    root.put("model_type", model.architecture().modelType());
    fields(model.architecture()).put(model, special, root);
    return root.toPrettyString() + "\n";
  }

  private static ConfigFields fields(Architecture architecture) {
    return switch (architecture) {
      case BERT, ELECTRA -> new BertFields(architecture);
      case MODERNBERT -> new ModernBertFields();
    };
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
    ConfigJson root = new ConfigJson(root(json, where), where);
    root.requireNone("quantization_config", "save the model in float32");
    ModelConfig model = fields(architecture(root.node(), where)).read(root);
    if (model.hiddenSize() % model.attentionHeads() != 0) {
      throw SunriseException.of(
          "%s: hidden_size is %d, expected a multiple of num_attention_heads, which is %d",
          where, model.hiddenSize(), model.attentionHeads());
    }
    requireSize(model, where);
    return new HuggingFaceConfig(
        model,
        root.node().path("architectures").path(0).asText(),
        labels(root.node(), where),
        Optional.ofNullable(root.node().get("_name_or_path")).map(JsonNode::asText));
  }

  /** Refuses more layers than any model has, and more parameters than an array holds. */
  private static void requireSize(ModelConfig model, String where) {
    if (model.layers() > MOST_LAYERS) {
      throw SunriseException.of(
          "%s: num_hidden_layers is %d, expected at most %d", where, model.layers(), MOST_LAYERS);
    }
    // At most three matrices of the feed-forward sub-layer, and four of attention.
    double ofLayer = 3.0 * model.intermediateSize() + 4.0 * model.hiddenSize();
    double rows = model.vocabularySize() + model.maxPositions() + model.layers() * ofLayer;
    if (rows * model.hiddenSize() > Integer.MAX_VALUE) {
      throw SunriseException.of(
          "%s: a model of %.0f million parameters, expected at most %d; use a smaller one",
          where, rows * model.hiddenSize() / 1e6, Integer.MAX_VALUE / 1_000_000);
    }
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
                    "%s: model_type is %s, expected %s: other encoders are not supported; start from"
                        + " one of these, such as a MiniLM, bge, e5 or gte of BERT's type",
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
