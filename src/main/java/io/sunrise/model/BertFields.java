package io.sunrise.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.ModelConfig;
import io.sunrise.tokenizer.SpecialTokens;

/** BERT's and ELECTRA's. */
record BertFields(Architecture architecture) implements ConfigFields {
  private static final int TOKEN_TYPES = 2;

  @Override
  public void put(ModelConfig model, SpecialTokens special, ObjectNode root) {
    if (architecture == Architecture.ELECTRA) {
      root.put("embedding_size", model.hiddenSize());
    }
    root.put("attention_probs_dropout_prob", model.dropout())
        .putNull("classifier_dropout")
        .put("dtype", "float32")
        .put("hidden_act", "gelu")
        .put("hidden_dropout_prob", model.dropout())
        .put("hidden_size", model.hiddenSize())
        .put("initializer_range", ModelConfig.INITIALIZER_RANGE)
        .put("intermediate_size", model.intermediateSize())
        .put("layer_norm_eps", architecture.normEpsilon())
        .put("max_position_embeddings", model.maxPositions())
        .put("num_attention_heads", model.attentionHeads())
        .put("num_hidden_layers", model.layers())
        .put("pad_token_id", special.pad())
        .put("position_embedding_type", "absolute")
        .put("tie_word_embeddings", true)
        .put("type_vocab_size", TOKEN_TYPES)
        .put("vocab_size", model.vocabularySize());
  }

  @Override
  public ModelConfig read(ConfigJson json) {
    json.expect("hidden_act", "gelu", "gelu");
    json.expect("position_embedding_type", "absolute", "absolute");
    json.expect("tie_word_embeddings", "true", "true");
    json.expect("is_decoder", "false", "false");
    json.expect("type_vocab_size", "2", "2");
    json.expect("layer_norm_eps", "1.0E-12", "1.0E-12");
    ModelConfig model = json.model(json.dropout("hidden_dropout_prob", 0.1), architecture);
    if (architecture == Architecture.ELECTRA) {
      json.expect("embedding_size", String.valueOf(model.hiddenSize()), "128");
    }
    return model;
  }
}
