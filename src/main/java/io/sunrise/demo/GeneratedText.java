package io.sunrise.demo;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * English text as a pure function of a seed, its subjects and an index: it depends neither on
 * earlier calls nor on the machine.
 */
public final class GeneratedText implements Serializable {
  private static final Grammar GRAMMAR = GrammarReader.read(GeneratedText::lines);
  private static final String POSITIVE = "positive";
  private static final String NEGATIVE = "negative";

  private final long documents;
  private final long opinions;
  private final List<Subject> subjects;
  private final List<Subject> opinionSubjects;
  private final DiscreteDistribution shares;
  private final DiscreteDistribution opinionShares;

  /**
   * Text about the given subjects.
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

  /** Whether there are opinions on any of the subjects. */
  public boolean holdsOpinions() {
    return !opinionSubjects.isEmpty();
  }

  /** A short text and its sentiment: {@code "positive"} or {@code "negative"}. */
  public record Labelled(String text, String label) {}

  /** A document of one to about six sentences: facts, or a review without its label. */
  public String document(long index) {
    RandomDraws draws = new RandomDraws(CounterRandom.derive(documents, index));
    Subject subject = subjects.get(shares.draw(draws));
    return GRAMMAR.expand(subject == Subject.FACTS ? "facts" : "review." + name(subject), draws);
  }

  /**
   * An opinion of one or two sentences; of each even index and the odd one after it, one is
   * positive. Requires {@link #holdsOpinions}.
   */
  public Labelled labelled(long index) {
    long firstOfPair = CounterRandom.bits(opinions, index >> 1) & 1;
    boolean positive = ((index & 1) ^ firstOfPair) == 1;
    RandomDraws draws = new RandomDraws(CounterRandom.derive(opinions, index));
    String start = "opinion." + name(opinionSubjects.get(opinionShares.draw(draws)));
    return new Labelled(
        GRAMMAR.expand(start + (positive ? "+" : "-"), draws), positive ? POSITIVE : NEGATIVE);
  }

  private static DiscreteDistribution shares(List<Subject> subjects) {
    return DiscreteDistribution.of(subjects.stream().mapToDouble(GeneratedText::share).toArray());
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

  /** The lines of the resource {@code name.txt}. */
  static List<String> lines(String name) {
    try (InputStream in = GeneratedText.class.getResourceAsStream(name + ".txt")) {
      if (in == null) {
        throw SunriseException.of(
            "generated text: %s.txt is not among the program's resources; build the jar again",
            name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
