package io.sunrise.nn;

/**
 * The heap that a {@link Network} uses after training on its largest batch. In numbers of 4 bytes,
 * for t tokens in rows of n, s targets, hidden size h, feed-forward size f, a heads, vocabulary v,
 * and d = 1 with dropout, else 0:
 *
 * <pre>
 * embeddings: output, normalised sum, mask           t (2 + d) h
 * a layer whose output has r rows: keys and values   2 t h
 *   query, context, attended, output, two norms      6 r h
 *   masks after both sub-layers                      2 d r h
 *   feed-forward, before and after GELU              2 r f
 *   probabilities, their gradient, mask              (2 + d) r a n
 * the last layer's input at the targets              s h
 * backward pass, shared by all layers                t (6 h + f)
 * masked-language head                               64 (v + 6 h)
 * classifier                                         s (4 h + classes)
 * </pre>
 *
 * with r = t, except r = s in the last layer. Arrays that grow have a spare eighth. Not counted, at
 * less than 2 % each: arrays without a row per token, such as a layer norm's weights, and the s a h
 * numbers that scoring adds to training.
 */
public final class NetworkMemory {
  private static final double SPARE = 9 / 8.0;

  private NetworkMemory() {}

  /**
   * Bytes of a masked language model.
   *
   * @param rows the number of rows of a batch, all of the model's maximum length
   * @param targets the number of targets in the batch
   */
  public static long ofMaskedLanguageModel(ModelConfig config, int rows, int targets) {
    double head = MaskedLanguageHead.GROUP * (config.vocabularySize() + 6.0 * config.hiddenSize());
    return bytes(SPARE * ofEncoder(config, rows, targets) + head);
  }

  /**
   * Bytes of a classifier.
   *
   * @param rows the number of rows of a batch, all of the model's maximum length
   */
  public static long ofClassifier(ModelConfig config, int classes, int rows) {
    double head = rows * (4.0 * config.hiddenSize() + classes);
    return bytes(SPARE * (ofEncoder(config, rows, rows) + head));
  }

  private static double ofEncoder(ModelConfig config, int rows, int targets) {
    double tokens = (double) rows * config.maxPositions();
    double hidden = config.hiddenSize();
    int dropout = config.dropout() > 0 ? 1 : 0;
    double row =
        (6 + 2 * dropout) * hidden
            + 2.0 * config.intermediateSize()
            + (2.0 + dropout) * config.attentionHeads() * config.maxPositions();
    double layers =
        config.layers() * 2 * tokens * hidden
            + ((config.layers() - 1) * tokens + targets) * row
            + targets * hidden;
    return tokens * (2 + dropout) * hidden
        + layers
        + tokens * (6 * hidden + config.intermediateSize());
  }

  private static long bytes(double numbers) {
    return (long) (numbers * Float.BYTES);
  }
}
