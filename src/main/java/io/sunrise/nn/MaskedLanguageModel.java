package io.sunrise.nn;

/**
 * Predicts the token at each target position: BERT's masked language model, Hugging Face's
 * BertForMaskedLM.
 */
public final class MaskedLanguageModel extends BertNetwork {

  public MaskedLanguageModel(ModelConfig config, Gemm gemm) {
    this(config, Objective.PLAIN, gemm);
  }

  /** A model trained for an objective without class weights. */
  public MaskedLanguageModel(ModelConfig config, Objective objective, Gemm gemm) {
    this(config, objective, gemm, new ParameterLayout.Builder());
  }

  private MaskedLanguageModel(
      ModelConfig config, Objective objective, Gemm gemm, ParameterLayout.Builder builder) {
    this(config, objective, gemm, builder, new Encoder(config, gemm, builder));
  }

  private MaskedLanguageModel(
      ModelConfig config,
      Objective objective,
      Gemm gemm,
      ParameterLayout.Builder builder,
      Encoder encoder) {
    super(
        config,
        encoder,
        new MaskedLanguageHead(config, objective, gemm, builder, encoder.wordEmbeddingsAt()),
        builder.build());
  }
}
