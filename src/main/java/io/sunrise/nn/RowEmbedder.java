package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

/**
 * One vector for each row: the encoder's last hidden states, pooled (Reimers and Gurevych 2019,
 * section 3). An instance owns its scratch memory and is not thread-safe.
 */
public final class RowEmbedder {
  private final Encoder encoder;
  private final ParameterLayout layout;
  private final Pooling pooling;
  private final int hidden;
  private final Dropout off = new Dropout(0);
  private float[] pooled = {};

  public RowEmbedder(ModelConfig config, Pooling pooling, Gemm gemm) {
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    this.encoder = config.architecture().encoder(config, gemm, builder);
    this.layout = builder.build();
    this.pooling = pooling;
    this.hidden = config.hiddenSize();
  }

  /** Of the encoder alone. */
  public ParameterLayout layout() {
    return layout;
  }

  /**
   * The vectors of a batch's rows, (rows, hidden).
   *
   * @param parameters in the layout of the encoder; others may follow
   * @param batch reads each row's first token, as {@code ClassBatches} make it
   */
  public float[] embed(float[] parameters, PackedBatch batch) {
    float[] states =
        pooling.scope() == Scope.TARGETS
            ? encoder.score(parameters, batch, off)
            : encoder.forward(parameters, batch, Scope.TOKENS, off);
    pooled = Kernels.grown(pooled, batch.rows() * hidden);
    return Arrays.copyOf(pooling.pool(states, batch, hidden, pooled), batch.rows() * hidden);
  }
}
