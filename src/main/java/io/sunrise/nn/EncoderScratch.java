package io.sunrise.nn;

/** Gradients on their way back, in arrays that all layers of an encoder share. */
final class EncoderScratch {
  private final int hiddenSize;
  private final int intermediateSize;
  private float[] hidden = {};
  private float[] dropped = {};
  private float[] context = {};
  private float[] queriesKeysValues = {};
  private float[] intermediate = {};

  EncoderScratch(ModelConfig config) {
    hiddenSize = config.hiddenSize();
    intermediateSize = config.intermediateSize();
  }

  /** Makes room for so many tokens. */
  void begin(int tokens) {
    hidden = Kernels.grown(hidden, tokens * hiddenSize);
    dropped = Kernels.grown(dropped, tokens * hiddenSize);
    context = Kernels.grown(context, tokens * hiddenSize);
    queriesKeysValues = Kernels.grown(queriesKeysValues, tokens * 3 * hiddenSize);
    intermediate = Kernels.grown(intermediate, tokens * intermediateSize);
  }

  /** The gradient (tokens, hidden) of the hidden states between layers. */
  float[] hidden() {
    return hidden;
  }

  float[] dropped() {
    return dropped;
  }

  float[] context() {
    return context;
  }

  float[] queriesKeysValues() {
    return queriesKeysValues;
  }

  float[] intermediate() {
    return intermediate;
  }
}
