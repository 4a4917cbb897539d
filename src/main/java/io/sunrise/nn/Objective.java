package io.sunrise.nn;

import java.io.Serializable;
import java.util.List;

/**
 * What training minimises: the cross entropy of each target times the weight of its class, over the
 * sum of the weights. Evaluation knows neither smoothing nor weights.
 *
 * @param labelSmoothing share of the expected probability that is spread evenly over all classes
 *     (Szegedy et al. 2016, section 7), 0 to below 1
 * @param classWeights one above 0 for each class; empty where all weigh 1
 */
public record Objective(double labelSmoothing, List<Double> classWeights) implements Serializable {

  /** Cross entropy, all targets alike. */
  public static final Objective PLAIN = new Objective(0, List.of());

  public Objective {
    classWeights = List.copyOf(classWeights);
  }
}
