package io.sunrise.data;

import io.sunrise.tokenizer.Continuations;
import io.sunrise.tokenizer.SpecialTokens;
import java.io.Serializable;

/**
 * The selection of tokens to predict.
 *
 * @param rate share of a row's tokens, in (0, 1)
 * @param continuations the token ids that continue the previous token's word and are selected with
 *     it; if empty, tokens are selected independently
 * @param special the tokens that are never selected
 */
public record Masking(double rate, Continuations continuations, SpecialTokens special)
    implements Serializable {

  /** Tokens are selected independently, without whole-word masking. */
  public static Masking ofTokens(double rate, SpecialTokens special) {
    return new Masking(rate, Continuations.none(), special);
  }

  /** Tokens of a vocabulary that begins with the special ones are selected independently. */
  public static Masking ofTokens(double rate) {
    return ofTokens(rate, SpecialTokens.FIRST);
  }
}
