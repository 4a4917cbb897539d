package io.sunrise.nn;

/** Gradients of the backward pass, in arrays that all layers of an encoder share. */
final class EncoderScratch {
  private final int hiddenSize;
  private final int intermediateSize;
  private float[] hidden = {};
  private float[] dropped = {};
  private Attention.Gradients attention =
      new Attention.Gradients(new float[0], new float[0], new float[0]);
  private float[] intermediate = {};
  private float[] gates = {};
  private float[] normed = {};

  EncoderScratch(ModelConfig config) {
    hiddenSize = config.hiddenSize();
    intermediateSize = config.intermediateSize();
  }

  /** Ensures capacity for this number of tokens. */
  void begin(int tokens) {
    hidden = Kernels.grown(hidden, tokens * hiddenSize);
    dropped = Kernels.grown(dropped, tokens * hiddenSize);
    if (attention.context().length < tokens * hiddenSize) {
      attention =
          new Attention.Gradients(
              Kernels.grown(attention.context(), tokens * hiddenSize),
              Kernels.grown(attention.queries(), tokens * hiddenSize),
              Kernels.grown(attention.keysValues(), tokens * 2 * hiddenSize));
    }
    intermediate = Kernels.grown(intermediate, tokens * intermediateSize);
  }

  /** The gradient (tokens, hidden) of the hidden states between layers. */
  float[] hidden() {
    return hidden;
  }

  float[] dropped() {
    return dropped;
  }

  Attention.Gradients attention() {
    return attention;
  }

  float[] intermediate() {
    return intermediate;
  }

  /** Of a gated feed-forward sub-layer's second factor, (rows, intermediate). */
  float[] gates(int rows) {
    gates = Kernels.grown(gates, rows * intermediateSize);
    return gates;
  }

  /** Of a layer norm's output, (rows, hidden). */
  float[] normed(int rows) {
    normed = Kernels.grown(normed, rows * hiddenSize);
    return normed;
  }
}
