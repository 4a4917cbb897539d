package io.sunrise.train;

/**
 * A place where the micro-batches of a step run. Every place gives the same bits: the micro-batches
 * and the tree along which their gradients are added follow from the rows and the settings alone.
 */
interface StepRunner extends AutoCloseable {

  /** Puts the rows into an epoch's order. Called before the first {@link #step} of each epoch. */
  void openEpoch(int epoch);

  /**
   * The gradient of the summed loss over the rows of a step.
   *
   * @param step 0, 1 ... within the epoch
   */
  SummedGradient step(int step, float[] parameters, long dropoutKey);

  /** Scores the validation rows, without dropout. */
  StepSums validate(float[] parameters);

  @Override
  void close();
}
