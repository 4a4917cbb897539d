package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** What turns the encoder's hidden states (targets, hidden) into logits and a loss. */
interface Head {

  /** One pass over one batch: what goes in. */
  record Pass(float[] parameters, PackedBatch batch, Dropout dropout, float[] hidden) {}

  /** Logits per target. */
  int outputs();

  /** Scores the batch's targets by plain cross entropy. */
  BatchResult evaluate(Pass pass);

  /**
   * Scores the batch's targets by the objective of training, writes the gradient of the loss by the
   * hidden states (targets, hidden) and adds that by the parameters.
   */
  BatchResult forwardBackward(Pass pass, float[] hiddenGradient, float[] gradients);

  /** Writes the logits (targets, outputs). */
  void logits(Pass pass, float[] logits);
}
