package io.sunrise.nn;

import io.sunrise.CounterRandom;
import io.sunrise.nn.ParameterLayout.Parameter;
import io.sunrise.nn.ParameterLayout.Role;
import java.util.Arrays;

/**
 * Initial weights: normal with mean 0 and a standard deviation of 0.02 for embeddings, as in BERT,
 * and of 1 / √width for matrices; biases are 0, layer norm weights 1. A number depends only on the
 * seed, the parameter's name and its index in the parameter, so models that share a layer start
 * with the same weights in it.
 */
public final class ParameterInitializer {
  private ParameterInitializer() {}

  public static float[] initialize(ParameterLayout layout, long seed) {
    float[] parameters = new float[layout.size()];
    long key = CounterRandom.key(seed, "initial parameters");
    for (Parameter parameter : layout.parameters()) {
      int from = parameter.offset();
      int to = from + parameter.size();
      if (parameter.role() == Role.NORM) {
        Arrays.fill(parameters, from, to, 1f);
      } else if (parameter.role() != Role.BIAS) {
        long named = CounterRandom.key(key, parameter.name());
        fillNormal(parameters, from, to, deviation(parameter), named);
      }
    }
    return parameters;
  }

  /**
   * BERT's 0.02 is about 1 / √width for its widths of 768 and more; in narrow models it would make
   * the output of attention negligible compared with the residual.
   */
  private static double deviation(Parameter parameter) {
    return parameter.role() == Role.EMBEDDING
        ? ModelConfig.INITIALIZER_RANGE
        : 1 / Math.sqrt(parameter.shape().get(parameter.shape().size() - 1));
  }

  /** Pairs of normal numbers from pairs of uniform ones (Box and Muller 1958). */
  private static void fillNormal(float[] numbers, int from, int to, double deviation, long key) {
    for (int i = 0; from + i < to; i += 2) {
      double positive = 1 - CounterRandom.uniform(key, i);
      double radius = deviation * Math.sqrt(-2 * StrictMath.log(positive));
      double angle = 2 * Math.PI * CounterRandom.uniform(key, i + 1L);
      numbers[from + i] = (float) (radius * StrictMath.cos(angle));
      if (from + i + 1 < to) {
        numbers[from + i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }
}
