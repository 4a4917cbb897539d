package io.sunrise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.Batches;
import io.sunrise.nn.LocalAttention;
import io.sunrise.nn.ModelConfig;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HuggingFaceConfigTest {
  private static final HuggingFaceConfig CLASSIFIER =
      new HuggingFaceConfig(
          Batches.SMALL, "BertForSequenceClassification", List.of("negative", "positive"));

  private static final HuggingFaceConfig MODERNBERT =
      new HuggingFaceConfig(
          Batches.SMALL.as(Architecture.MODERNBERT),
          "ModernBertForSequenceClassification",
          List.of("negative", "positive"));

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void readsWhatItWroteOfAnyArchitecture(Architecture architecture) {
    ModelConfig model = Batches.SMALL.as(architecture);
    HuggingFaceConfig classifier =
        new HuggingFaceConfig(model, architecture.classifier(), List.of("negative", "positive"));
    assertThat(HuggingFaceConfig.read(classifier.toJson(SpecialTokens.FIRST), "config.json"))
        .isEqualTo(classifier);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"classifier_pooling\" : \"mean\"|\"classifier_pooling\" : \"cls\"|classifier_pooling is cls, expected mean",
        "\"norm_bias\" : false|\"norm_bias\" : true|norm_bias is true, expected false: only modernbert",
        "[ \"full_attention\", \"full_attention\" ]|[ \"sliding_attention\", \"full_attention\" ]|layer_types is [",
        "\"rope_type\" : \"default\"|\"rope_type\" : \"yarn\"|rope_type is yarn with rope_theta 10000.0",
        "\"local_attention\" : 128|\"local_attention\" : 0|local_attention is 0, expected at least 1 and 2",
      })
  void refusesAnotherModernBert(String from, String to, String message) {
    String json = MODERNBERT.toJson(SpecialTokens.FIRST).replace(from, to);
    assertThatThrownBy(() -> HuggingFaceConfig.read(json, "config.json"))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("config.json")
        .hasMessageContaining(message);
  }

  @Test
  void readsLocalAttentionThatItWrote() {
    ModelConfig local =
        Batches.SMALL
            .as(Architecture.MODERNBERT)
            .withLocal(new LocalAttention(2, 64, 160_000, 10_000));
    HuggingFaceConfig config = new HuggingFaceConfig(local, "ModernBertForMaskedLM", List.of());
    String json = config.toJson(SpecialTokens.FIRST);
    assertThat(json).contains("[ \"full_attention\", \"sliding_attention\" ]");
    assertThat(HuggingFaceConfig.read(json, "config.json")).isEqualTo(config);
    String older = json.replace("layer_types", "types").replace("rope_parameters", "parameters");
    assertThat(HuggingFaceConfig.read(older, "config.json")).isEqualTo(config);
  }

  @Test
  void readsModernBertAsWrittenBeforeLayersHadTypes() {
    String json =
        MODERNBERT
            .toJson(SpecialTokens.FIRST)
            .replace("layer_types", "types")
            .replace("rope_parameters", "parameters");
    assertThat(HuggingFaceConfig.read(json, "config.json")).isEqualTo(MODERNBERT);
  }

  @Test
  void readsWhatItWrote() {
    HuggingFaceConfig masked = new HuggingFaceConfig(Batches.SMALL, "BertForMaskedLM", List.of());
    assertThat(HuggingFaceConfig.read(masked.toJson(SpecialTokens.FIRST), "config.json"))
        .isEqualTo(masked);
    assertThat(HuggingFaceConfig.read(CLASSIFIER.toJson(SpecialTokens.FIRST), "config.json"))
        .isEqualTo(CLASSIFIER);
    assertThat(masked.toJson(SpecialTokens.FIRST))
        .contains("BertForMaskedLM")
        .doesNotContain("id2label");
    assertThat(CLASSIFIER.toJson(SpecialTokens.FIRST)).contains("BertForSequenceClassification");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model_type\" : \"bert\"|\"model_type\" : \"gpt2\"|model_type is gpt2, expected bert",
        "\"model_type\" : \"bert\",||model_type is missing, expected bert",
        "\"hidden_act\" : \"gelu\"|\"hidden_act\" : \"relu\"|hidden_act is relu, expected gelu",
        "\"hidden_size\" : 12|\"hidden_size\" : 13|hidden_size is 13, expected a multiple of num_attention_heads",
        "\"hidden_size\" : 12|\"hidden_size\" : \"12\"|hidden_size is \"12\", expected a whole number of at least 1",
        "\"vocab_size\" : 30|\"vocab\" : 30|vocab_size is missing, expected a whole number",
        "\"1\" : \"positive\"|\"7\" : \"positive\"|id2label has 2 classes but none is numbered 1",
        "{|[|is not JSON",
      })
  void refusesWhatTheEncoderDoesNotCompute(String from, String to, String message) {
    String json = CLASSIFIER.toJson(SpecialTokens.FIRST).replace(from, to == null ? "" : to);
    assertThatThrownBy(() -> HuggingFaceConfig.read(json, "config.json"))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("config.json")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAnotherShapeWithBothValues() {
    ModelConfig dropping = Batches.SMALL.withDropout(0.5);
    CLASSIFIER.requireShape(dropping, "config.json");
    ModelConfig longer = new ModelConfig(30, 12, 2, 3, 20, 50, 0);
    assertThatThrownBy(() -> CLASSIFIER.requireShape(longer, "config.json"))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith(
            "config.json: max_position_embeddings is 9, the configuration expects 50");
  }
}
