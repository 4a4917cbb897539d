package io.sunrise.data;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Which tokens are to be predicted.
 *
 * @param rate share of a row's tokens, above 0 to below 1
 * @param continuations ids that go on with the word before and are chosen with it; without any,
 *     each token is chosen for itself
 */
public record Masking(double rate, BitSet continuations) implements Serializable {

  /** Each token for itself. */
  public static Masking ofTokens(double rate) {
    return new Masking(rate, new BitSet());
  }
}
