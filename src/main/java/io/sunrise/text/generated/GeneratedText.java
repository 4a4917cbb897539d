package io.sunrise.text.generated;

import io.sunrise.CounterRandom;

/**
 * English text that is a function of a seed and an index, whatever was asked for before and on
 * whichever machine.
 */
public final class GeneratedText {
  private static final Grammar GRAMMAR = GrammarReader.read(Resources::lines);
  private static final String POSITIVE = "positive";
  private static final String NEGATIVE = "negative";

  private GeneratedText() {}

  /** A short text and the opinion it holds: {@code "positive"} or {@code "negative"}. */
  public record Labelled(String text, String label) {}

  /** A document of one to about six sentences: facts, or a review whose opinion is not marked. */
  public static String document(long seed, long index) {
    long key = CounterRandom.derive(CounterRandom.key(seed, "generated document"), index);
    return GRAMMAR.expand("document", new Choices(key));
  }

  /**
   * An opinion in a sentence or two; of each even index and the odd one after it, one is positive.
   */
  public static Labelled labelled(long seed, long index) {
    long purpose = CounterRandom.key(seed, "generated label");
    long firstOfPair = CounterRandom.bits(purpose, index >> 1) & 1;
    boolean positive = ((index & 1) ^ firstOfPair) == 1;
    Choices choices = new Choices(CounterRandom.derive(purpose, index));
    return new Labelled(
        GRAMMAR.expand(positive ? "opinion+" : "opinion-", choices),
        positive ? POSITIVE : NEGATIVE);
  }
}
