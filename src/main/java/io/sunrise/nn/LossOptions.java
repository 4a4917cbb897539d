package io.sunrise.nn;

import java.io.Serializable;
import java.util.List;

/**
 * The training loss: the cross entropy of each target times the weight of its class, divided by the
 * sum of the weights. Evaluation uses neither smoothing nor weights.
 *
 * @param labelSmoothing share of the expected probability that is spread evenly over all classes
 *     (Szegedy et al. 2016, section 7), 0 to below 1
 * @param classWeights one above 0 for each class; empty: all are 1
 */
public record LossOptions(double labelSmoothing, List<Double> classWeights)
    implements Serializable {

  /** Unweighted cross entropy. */
  public static final LossOptions PLAIN = new LossOptions(0, List.of());

  public LossOptions {
    classWeights = List.copyOf(classWeights);
  }

  /** Of a class. */
  public double weight(int label) {
    return classWeights.isEmpty() ? 1 : classWeights.get(label);
  }
}
