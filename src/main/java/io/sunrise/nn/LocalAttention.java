package io.sunrise.nn;

import java.io.Serializable;

/**
 * Which layers of ModernBERT attend to all tokens of a row, and which to those nearby (Warner et
 * al. 2024, section 2.1.3).
 *
 * @param globalEvery the first of so many layers attends to all tokens; 1: all layers do
 * @param window in the others a token attends to those at most half of this away
 * @param globalTheta θ of rotary positions (Su et al. 2021, section 3.2.2) in global layers
 * @param localTheta θ in the others
 */
public record LocalAttention(int globalEvery, int window, double globalTheta, double localTheta)
    implements Serializable {
  /** All layers attend to all tokens. */
  public static final LocalAttention NONE = new LocalAttention(1, 128, 10_000, 10_000);

  public boolean isGlobal(int layer) {
    return layer % globalEvery == 0;
  }

  double theta(int layer) {
    return isGlobal(layer) ? globalTheta : localTheta;
  }

  /** How far away a token is at most that another attends to. */
  int reach(int layer) {
    return isGlobal(layer) ? Integer.MAX_VALUE : window / 2;
  }
}
