package io.sunrise.nn;

import io.sunrise.CounterRandom;
import io.sunrise.data.PackedBatch;
import java.util.List;

/**
 * A generator of replacements and the model that detects them. Both share their embeddings. The
 * generator's gradient is that of its own loss; none flows through what it samples.
 */
final class ReplacedTokenNetwork implements Network {
  /** What the names of the parameters begin with that only training needs; they come last. */
  static final String GENERATOR = "generator.";

  private static final long GENERATOR_DROPOUT = 1;
  private static final long SAMPLES = 2;

  private final ParameterLayout layout;
  private final BertNetwork generator;
  private final BertNetwork detector;
  private final TokenSampler sampler;
  private final double factor;

  ReplacedTokenNetwork(ReplacedTokens objective, Gemm gemm) {
    this(objective, gemm, new TokenSampler(objective.model().vocabularySize()));
  }

  ReplacedTokenNetwork(ReplacedTokens objective, Gemm gemm, TokenSampler sampler) {
    ModelConfig model = objective.model();
    ModelConfig small = objective.generator();
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    Encoder encoder = Encoder.ofBert(model, gemm, builder);
    factor = objective.detectionFactor();
    ReplacedTokenHead head = new ReplacedTokenHead(model, factor, gemm, builder);
    Encoder narrow = generator(model, small, gemm, builder);
    MaskedLanguageHead predictions =
        MaskedLanguageHead.ofGenerator(
            small, objective.loss(), gemm, builder, GENERATOR, model.hiddenSize());
    layout = builder.build();
    generator = new BertNetwork(small, narrow, predictions.reportingTo(sampler::sample), layout);
    detector = new BertNetwork(model, encoder, head, layout);
    this.sampler = sampler;
  }

  private static Encoder generator(
      ModelConfig model, ModelConfig small, Gemm gemm, ParameterLayout.Builder builder) {
    String shared = model.architecture().prefix() + "embeddings.";
    ProjectedEmbeddings input =
        new ProjectedEmbeddings(
            new Embeddings(model, builder, shared),
            Linear.add(
                builder,
                GENERATOR + "embeddings_project",
                model.hiddenSize(),
                small.hiddenSize(),
                gemm),
            model.hiddenSize());
    return Encoder.ofBert(small, gemm, builder, GENERATOR, input);
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public BatchResult forwardBackward(
      float[] parameters, PackedBatch batch, long dropoutKey, float[] gradients) {
    sampler.begin(batch, CounterRandom.derive(dropoutKey, SAMPLES));
    BatchResult predicted =
        generator.forwardBackward(
            parameters, batch, CounterRandom.derive(dropoutKey, GENERATOR_DROPOUT), gradients);
    BatchResult detected =
        detector.forwardBackward(parameters, sampler.replaced(), dropoutKey, gradients);
    return together(predicted, detected);
  }

  /** Samples are the same after every epoch. */
  @Override
  public BatchResult evaluate(float[] parameters, PackedBatch batch) {
    sampler.begin(batch, SAMPLES);
    BatchResult predicted = generator.evaluate(parameters, batch);
    return together(predicted, detector.evaluate(parameters, sampler.replaced()));
  }

  private BatchResult together(BatchResult predicted, BatchResult detected) {
    return new BatchResult(
        predicted.loss() + factor * detected.loss(),
        predicted.weight(),
        detected.correct(),
        detected.targets(),
        detected.tokens(),
        List.of(detected.asPart("replaced tokens"), predicted.asPart("masked tokens")));
  }

  /** The generator's. */
  @Override
  public float[] logits(float[] parameters, PackedBatch batch) {
    return generator.logits(parameters, batch);
  }

  @Override
  public int outputs() {
    return generator.outputs();
  }
}
