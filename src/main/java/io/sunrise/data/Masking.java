package io.sunrise.data;

import io.sunrise.tokenizer.Continuations;
import java.io.Serializable;

/**
 * The selection of tokens to predict.
 *
 * @param rate share of a row's tokens, in (0, 1)
 * @param continuations the token ids that continue the previous token's word and are selected with
 *     it; if empty, tokens are selected independently
 */
public record Masking(double rate, Continuations continuations) implements Serializable {

  /** Tokens are selected independently, without whole-word masking. */
  public static Masking ofTokens(double rate) {
    return new Masking(rate, Continuations.none());
  }
}
