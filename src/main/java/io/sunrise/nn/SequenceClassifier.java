package io.sunrise.nn;

/**
 * Classifies each row: Hugging Face's BertForSequenceClassification, from the first token, and
 * ModernBertForSequenceClassification, from the mean over tokens. A batch has one target per row.
 */
public final class SequenceClassifier extends BertNetwork {
  private final ModelConfig config;
  private final ClassificationHead head;

  /**
   * @param classes at least 2
   */
  public SequenceClassifier(ModelConfig config, int classes, Gemm gemm) {
    this(config, classes, LossOptions.PLAIN, gemm);
  }

  /**
   * A classifier trained by a loss.
   *
   * @param classes at least 2
   */
  public SequenceClassifier(ModelConfig config, int classes, LossOptions loss, Gemm gemm) {
    this(config, classes, loss, gemm, new ParameterLayout.Builder());
  }

  private SequenceClassifier(
      ModelConfig config,
      int classes,
      LossOptions loss,
      Gemm gemm,
      ParameterLayout.Builder builder) {
    this(
        config,
        builder,
        config.architecture().encoder(config, gemm, builder),
        new ClassificationHead(config, classes, loss, gemm, builder));
  }

  private SequenceClassifier(
      ModelConfig config,
      ParameterLayout.Builder builder,
      Encoder encoder,
      ClassificationHead head) {
    super(config, encoder, head, builder.build());
    this.config = config;
    this.head = head;
  }

  /** Traces one row through the layers, without dropout. */
  public EncoderTrace trace(float[] parameters, int[] ids) {
    return EncoderTrace.of(this, config, parameters, ids);
  }

  /** The features of the last batch's rows, (rows, hidden), that the last layer classifies. */
  float[] features() {
    return head.features();
  }
}
