package io.sunrise.nn;

/**
 * Predicts the token at each target position: Hugging Face's BertForMaskedLM and
 * ModernBertForMaskedLM.
 */
public final class MaskedLanguageModel extends BertNetwork {

  public MaskedLanguageModel(ModelConfig config, Gemm gemm) {
    this(config, LossOptions.PLAIN, gemm);
  }

  /** A model trained by a loss without class weights. */
  public MaskedLanguageModel(ModelConfig config, LossOptions loss, Gemm gemm) {
    this(config, loss, gemm, new ParameterLayout.Builder());
  }

  private MaskedLanguageModel(
      ModelConfig config, LossOptions loss, Gemm gemm, ParameterLayout.Builder builder) {
    this(config, loss, gemm, builder, config.architecture().encoder(config, gemm, builder));
  }

  private MaskedLanguageModel(
      ModelConfig config,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder,
      Encoder encoder) {
    super(config, encoder, MaskedLanguageHead.of(config, loss, gemm, builder), builder.build());
  }
}
