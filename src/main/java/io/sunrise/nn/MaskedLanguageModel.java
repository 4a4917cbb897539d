package io.sunrise.nn;

/**
 * Predicts the token at each target position: BERT's masked language model, Hugging Face's
 * BertForMaskedLM.
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
    this(config, loss, gemm, builder, new Encoder(config, gemm, builder));
  }

  private MaskedLanguageModel(
      ModelConfig config,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder,
      Encoder encoder) {
    super(
        config,
        encoder,
        new MaskedLanguageHead(
            config, loss, gemm, builder, MaskedLanguageHead.Names.ofBert(config)),
        builder.build());
  }
}
