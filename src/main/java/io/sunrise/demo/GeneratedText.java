package io.sunrise.demo;

import io.sunrise.CounterRandom;
import io.sunrise.config.SourceSettings.Subject;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * English text that is a function of a seed, what it is to be about and an index, whatever was
 * asked for before and on whichever machine.
 */
public final class GeneratedText implements Serializable {
  private static final Grammar GRAMMAR = GrammarReader.read(Resources::lines);
  private static final String POSITIVE = "positive";
  private static final String NEGATIVE = "negative";

  private final long documents;
  private final long opinions;
  private final List<Subject> subjects;
  private final List<Subject> opinionSubjects;
  private final Weights shares;
  private final Weights opinionShares;

  /**
   * Text about some subjects.
   *
   * @param subjects empty for all
   */
  public GeneratedText(long seed, List<Subject> subjects) {
    documents = CounterRandom.key(seed, "generated document");
    opinions = CounterRandom.key(seed, "generated label");
    this.subjects =
        Stream.of(Subject.values())
            .filter(subject -> subjects.isEmpty() || subjects.contains(subject))
            .toList();
    opinionSubjects = this.subjects.stream().filter(subject -> subject != Subject.FACTS).toList();
    shares = shares(this.subjects);
    opinionShares = shares(opinionSubjects);
  }

  /** Whether any of the subjects is one that opinions differ on. */
  public boolean holdsOpinions() {
    return !opinionSubjects.isEmpty();
  }

  /** A short text and the opinion it holds: {@code "positive"} or {@code "negative"}. */
  public record Labelled(String text, String label) {}

  /** A document of one to about six sentences: facts, or a review whose opinion is not marked. */
  public String document(long index) {
    Choices choices = new Choices(CounterRandom.derive(documents, index));
    Subject subject = subjects.get(shares.draw(choices));
    return GRAMMAR.expand(subject == Subject.FACTS ? "facts" : "review." + name(subject), choices);
  }

  /**
   * An opinion in a sentence or two; of each even index and the odd one after it, one is positive.
   * For text that {@link #holdsOpinions}.
   */
  public Labelled labelled(long index) {
    long firstOfPair = CounterRandom.bits(opinions, index >> 1) & 1;
    boolean positive = ((index & 1) ^ firstOfPair) == 1;
    Choices choices = new Choices(CounterRandom.derive(opinions, index));
    String start = "opinion." + name(opinionSubjects.get(opinionShares.draw(choices)));
    return new Labelled(
        GRAMMAR.expand(start + (positive ? "+" : "-"), choices), positive ? POSITIVE : NEGATIVE);
  }

  private static Weights shares(List<Subject> subjects) {
    return Weights.of(subjects.stream().mapToDouble(GeneratedText::share).toArray());
  }

  private static double share(Subject subject) {
    return switch (subject) {
      case FILM -> 0.5;
      case FACTS -> 0.12;
      case GADGET, KITCHEN, WEAR, HOME -> 0.095;
    };
  }

  private static String name(Subject subject) {
    return subject.name().toLowerCase(Locale.ROOT);
  }
}
