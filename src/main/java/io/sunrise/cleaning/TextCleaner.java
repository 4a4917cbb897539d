package io.sunrise.cleaning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.config.CleaningSettings.CleaningStep;
import io.sunrise.config.Names;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cleans text by named steps, repeated until none of them changes it, so that cleaning is
 * idempotent. The steps are saved with the tokenizer, because a model must see text that was
 * cleaned like its training data.
 *
 * @param steps in the order of their application
 */
public record TextCleaner(List<CleaningStep> steps) implements Serializable {
  /** The name of the file with the steps, next to every tokenizer. */
  public static final String FILE = "cleaning.json";

  /** The default steps, used for a folder without {@link #FILE}. */
  public static final TextCleaner STANDARD =
      new TextCleaner(
          List.of(
              CleaningStep.MOJIBAKE,
              CleaningStep.UNICODE,
              CleaningStep.MARKUP,
              CleaningStep.WHITE_SPACE));

  /**
   * One step may uncover work for another; texts that need more than three rounds are adversarial.
   */
  private static final int ROUNDS = 8;

  private static final ObjectMapper JSON = new ObjectMapper();

  public TextCleaner {
    steps = List.copyOf(steps);
  }

  /** The cleaned text; it may be empty. */
  public String clean(String text) {
    return joined(lines(text));
  }

  /** As {@link #clean}, but keeps single line ends for line-based filters; empty if never clean. */
  public String lines(String text) {
    String clean = text;
    int unchanged = 0;
    for (int i = 0; i < ROUNDS * steps.size() && unchanged < steps.size(); i++) {
      String next = apply(steps.get(i % steps.size()), clean);
      // Each step is idempotent, so it need not run again on its own result.
      unchanged = next.equals(clean) ? unchanged + 1 : 1;
      clean = next;
    }
    return unchanged < steps.size() ? "" : clean;
  }

  /** A step that finds nothing to do returns the same text. */
  static String apply(CleaningStep step, String text) {
    return switch (step) {
      case MOJIBAKE -> Mojibake.repair(text);
      case UNICODE -> UnicodeRepair.repair(text);
      case MARKUP -> MarkupRemover.remove(text);
      case URLS -> Placeholders.urls(text);
      case EMAILS -> Placeholders.emails(text);
      case PHONES -> Placeholders.phones(text);
      case QUOTES -> PlainQuotes.of(text);
      case WHITE_SPACE -> WhiteSpace.normalize(text);
    };
  }

  /** The result of {@link #lines} as {@link #clean} returns it: single line ends become spaces. */
  public String joined(String lines) {
    boolean normalized =
        steps.contains(CleaningStep.MARKUP) || steps.contains(CleaningStep.WHITE_SPACE);
    return normalized ? WhiteSpace.joinLines(lines) : lines;
  }

  /** The contents of {@link #FILE}. */
  public byte[] toJson() {
    return (JSON.createObjectNode().set("steps", JSON.valueToTree(names())) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads {@link #FILE}.
   *
   * @param where names it in messages
   */
  public static TextCleaner read(byte[] json, String where) {
    try {
      JsonNode steps = JSON.readTree(json).path("steps");
      if (!steps.isArray()) {
        throw SunriseException.of("%s: has no list named steps; run preprocess again", where);
      }
      Stream.Builder<CleaningStep> known = Stream.builder();
      for (JsonNode step : steps) {
        known.add(step(step.asText()).orElseThrow(() -> unknown(step.asText(), where)));
      }
      return new TextCleaner(known.build().toList());
    } catch (JsonProcessingException e) {
      throw new SunriseException(where + ": not JSON; run preprocess again", e);
    } catch (IOException e) {
      throw new SunriseException(where + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The names of the steps in one line. */
  @Override
  public String toString() {
    return String.join(", ", names());
  }

  private List<String> names() {
    return steps.stream().map(step -> Names.kebab(step.name())).toList();
  }

  private static Optional<CleaningStep> step(String name) {
    return Stream.of(CleaningStep.values())
        .filter(step -> Names.kebab(step.name()).equals(name))
        .findFirst();
  }

  private static SunriseException unknown(String name, String where) {
    return SunriseException.of(
        "%s: unknown cleaning step %s; use the version of Sunrise that wrote it, or run preprocess"
            + " again",
        where, name);
  }
}
