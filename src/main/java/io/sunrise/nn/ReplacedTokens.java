package io.sunrise.nn;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.MaskedBatches;
import io.sunrise.data.Masking;

/**
 * Replaced-token detection (Clark et al. 2020, "ELECTRA", section 2): a small generator predicts
 * masked tokens, the model learns for every token whether it is the generator's or the text's. The
 * model is exported without its generator.
 *
 * @param model of ELECTRA's architecture
 * @param generatorSize width of the generator, as a share of the model's, in (0, 1]
 * @param masking which tokens the generator predicts
 * @param loss of the generator, without class weights
 */
public record ReplacedTokens(
    ModelConfig model, double generatorSize, Masking masking, LossOptions loss)
    implements Objective {

  /** λ of section 2: the detection's mean loss counts as much as 50 times the generator's. */
  private static final double DETECTION_WEIGHT = 50;

  @Override
  public Network network(Gemm gemm) {
    return new ReplacedTokenNetwork(this, gemm);
  }

  @Override
  public BatchMaker batches(long seed) {
    return new MaskedBatches(model.vocabularySize(), masking, seed);
  }

  @Override
  public String exportedAs() {
    return model.architecture().pretrained();
  }

  @Override
  public ParameterLayout exported(ParameterLayout layout) {
    return layout.before(ReplacedTokenNetwork.GENERATOR);
  }

  /**
   * The factor of a token's loss when summed losses are divided by the number of masked tokens, of
   * which there is about one for {@code 1 / rate} tokens.
   */
  double detectionFactor() {
    return DETECTION_WEIGHT * masking.rate();
  }

  /** The generator's shape: as deep as the model, with fewer heads, narrower. */
  ModelConfig generator() {
    int heads = (int) Math.max(1, Math.round(model.attentionHeads() * generatorSize));
    int width = (int) Math.max(1, Math.round(model.hiddenSize() * generatorSize / heads));
    int inner = (int) Math.max(1, Math.round(model.intermediateSize() * generatorSize));
    return new ModelConfig(
        model.vocabularySize(),
        heads * width,
        model.layers(),
        heads,
        inner,
        model.maxPositions(),
        model.dropout(),
        model.architecture());
  }
}
