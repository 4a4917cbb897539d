package io.sunrise.nn;

/** Predicts the token at each target position: BERT's masked-language model, BertForMaskedLM. */
public final class MaskedLanguageModel extends BertNetwork {

  public MaskedLanguageModel(ModelConfig config, Gemm gemm) {
    this(config, gemm, new ParameterLayout.Builder());
  }

  private MaskedLanguageModel(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    this(config, gemm, builder, new Encoder(config, gemm, builder));
  }

  private MaskedLanguageModel(
      ModelConfig config, Gemm gemm, ParameterLayout.Builder builder, Encoder encoder) {
    super(
        config,
        encoder,
        new MaskedLanguageHead(config, gemm, builder, encoder.wordEmbeddingsAt()),
        builder.build());
  }
}
