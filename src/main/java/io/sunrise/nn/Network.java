package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * A model and its loss over one flat array of parameters. An instance owns its scratch memory and
 * is not thread-safe; parameters and gradients belong to the caller.
 */
public interface Network {

  /** The place of each parameter in the flat array. */
  ParameterLayout layout();

  /**
   * Adds the gradient of the batch's summed loss under the training objective to {@code gradients}.
   *
   * @param parameters of {@code layout().size()} numbers
   * @param dropoutKey with each row's index, the key of this step's dropout masks
   * @return the summed loss and counts over the batch's targets
   */
  BatchResult forwardBackward(
      float[] parameters, PackedBatch batch, long dropoutKey, float[] gradients);

  /**
   * The summed cross entropy and counts over the batch's targets, unweighted, without dropout and
   * independent of the training objective.
   */
  BatchResult evaluate(float[] parameters, PackedBatch batch);

  /**
   * Scores without dropout.
   *
   * @return one row of {@code outputs()} logits for each token that the head reads, in their order
   */
  float[] logits(float[] parameters, PackedBatch batch);

  /** The number of logits per target: the vocabulary's size, or the number of classes. */
  int outputs();
}
