package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

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

  /** What the last layer classifies, (rows, hidden), without dropout. */
  public float[] features(float[] parameters, PackedBatch batch) {
    logits(parameters, batch);
    return Arrays.copyOf(head.features(), batch.rows() * config.hiddenSize());
  }

  /**
   * Sets the last layer.
   *
   * @param parameters all of them, changed in place
   * @param linear (hidden + 1, classes), the biases last
   */
  public void setLastLayer(float[] parameters, float[] linear) {
    String name = config.architecture().lastLayer();
    int weight = layout().named(name + ".weight").offset();
    int bias = layout().named(name + ".bias").offset();
    int hidden = config.hiddenSize();
    for (int c = 0; c < outputs(); c++) {
      for (int i = 0; i < hidden; i++) {
        parameters[weight + c * hidden + i] = linear[i * outputs() + c];
      }
      parameters[bias + c] = linear[hidden * outputs() + c];
    }
  }
}
