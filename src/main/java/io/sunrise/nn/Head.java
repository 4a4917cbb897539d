package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** Computes logits and a loss from the encoder's hidden states (tokens read, hidden). */
interface Head {

  /** The input of one pass over one batch. */
  record Pass(float[] parameters, PackedBatch batch, Dropout dropout, float[] hidden) {}

  /** The tokens whose hidden states it reads. */
  default Scope scope() {
    return Scope.TARGETS;
  }

  /** The number of the batch's targets. */
  default int targets(PackedBatch batch) {
    return scope().rows(batch);
  }

  /** Logits per target. */
  int outputs();

  /** Scores the batch's targets with plain cross entropy. */
  BatchResult evaluate(Pass pass);

  /**
   * Scores the batch's targets with the training objective, writes the gradient of the loss with
   * respect to the hidden states (tokens read, hidden) and adds the gradient with respect to the
   * parameters.
   */
  BatchResult forwardBackward(Pass pass, float[] hiddenGradient, float[] gradients);

  /** Writes the logits (targets, outputs). */
  void logits(Pass pass, float[] logits);
}
