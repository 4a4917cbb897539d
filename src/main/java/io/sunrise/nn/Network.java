package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * A model and its loss over one flat array of parameters. An instance owns its work space and
 * serves one thread; parameters and gradients belong to the caller.
 */
public interface Network {

  /** Where each parameter lies in the flat array. */
  ParameterLayout layout();

  /**
   * Adds the gradient of the batch's summed loss, as the objective of training has it, to {@code
   * gradients}.
   *
   * @param parameters of {@code layout().size()} numbers
   * @param dropoutKey keys the dropout of this step together with each row's index
   * @return the summed loss and counts over the batch's targets
   */
  BatchResult forwardBackward(
      float[] parameters, PackedBatch batch, long dropoutKey, float[] gradients);

  /**
   * The summed cross entropy and counts over the batch's targets, all alike, without dropout and
   * whatever the objective of training.
   */
  BatchResult evaluate(float[] parameters, PackedBatch batch);

  /**
   * Scores without dropout.
   *
   * @return one row of {@code outputs()} logits per target position, in their order
   */
  float[] logits(float[] parameters, PackedBatch batch);

  /** The number of logits per target: the vocabulary's size, or the number of classes. */
  int outputs();
}
