package io.sunrise.train.gradient;

import io.sunrise.nn.BatchResult;

/**
 * Computes the gradients of an epoch's steps. Every engine gives the same bits: the micro-batches
 * and the tree along which their gradients are added follow from the rows and the settings alone.
 */
public interface GradientEngine extends AutoCloseable {

  /** Puts the rows into an epoch's order. Called before the first step of each epoch. */
  void openEpoch(int epoch);

  /**
   * The gradient of the summed loss over the rows of a step of the open epoch.
   *
   * @param step 0, 1 ... within the epoch
   */
  SummedGradient gradient(int step, float[] parameters, long dropoutKey);

  /** Scores the validation rows, without dropout. */
  BatchResult validate(float[] parameters);

  /** The first rows of a step of the open epoch, for messages. */
  String rowsNamed(int step);

  @Override
  void close();
}
