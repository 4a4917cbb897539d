package io.sunrise.tokenizer;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Which tokens belong to the word of the token before them.
 *
 * @param continuing ids that continue a word where there is one
 * @param closing ids that end in punctuation, after which no word continues
 */
public record Continuations(BitSet continuing, BitSet closing) implements Serializable {

  /** Every token is a word. */
  public static Continuations none() {
    return new Continuations(new BitSet(), new BitSet());
  }

  /** Whether a token belongs to the word of the token before it. */
  public boolean continues(int previous, int id) {
    return continuing.get(id) && !closing.get(previous);
  }
}
