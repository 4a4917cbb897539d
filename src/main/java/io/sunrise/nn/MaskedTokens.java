package io.sunrise.nn;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.MaskedBatches;
import io.sunrise.data.Masking;

/**
 * Masked language modelling (Devlin et al. 2019, section 3.1).
 *
 * @param masking which tokens to predict
 * @param loss without class weights
 */
public record MaskedTokens(ModelConfig model, Masking masking, LossOptions loss)
    implements Objective {

  /** By the unweighted cross entropy. */
  public MaskedTokens(ModelConfig model, double maskingRate) {
    this(model, Masking.ofTokens(maskingRate), LossOptions.PLAIN);
  }

  @Override
  public Network network(Gemm gemm) {
    return new MaskedLanguageModel(model, loss, gemm);
  }

  @Override
  public BatchMaker batches(long seed) {
    return new MaskedBatches(model.vocabularySize(), masking, seed);
  }

  @Override
  public String exportedAs() {
    return model.architecture().pretrained();
  }
}
