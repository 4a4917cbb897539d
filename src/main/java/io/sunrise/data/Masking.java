package io.sunrise.data;

import io.sunrise.tokenizer.Continuations;
import java.io.Serializable;

/**
 * Which tokens are to be predicted.
 *
 * @param rate share of a row's tokens, above 0 to below 1
 * @param continuations which tokens belong to the word before and are chosen with it; without any,
 *     each token is chosen for itself
 */
public record Masking(double rate, Continuations continuations) implements Serializable {

  /** Each token for itself. */
  public static Masking ofTokens(double rate) {
    return new Masking(rate, Continuations.none());
  }
}
