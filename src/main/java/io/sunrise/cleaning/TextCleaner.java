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
 * Cleans text by named steps, again and again until none changes it, so that cleaning it once more
 * changes nothing. The steps travel with a tokenizer, as what was learned from text cleaned so
 * understands no other.
 *
 * @param steps in their order
 */
public record TextCleaner(List<CleaningStep> steps) implements Serializable {
  /** What the steps' file is called in every folder that holds a tokenizer. */
  public static final String FILE = "cleaning.json";

  /** The steps of a folder without {@link #FILE}. */
  public static final TextCleaner STANDARD =
      new TextCleaner(
          List.of(
              CleaningStep.MOJIBAKE,
              CleaningStep.UNICODE,
              CleaningStep.MARKUP,
              CleaningStep.WHITE_SPACE));

  /** One step may uncover work for another; more rounds than three are made on purpose. */
  private static final int ROUNDS = 8;

  private static final ObjectMapper JSON = new ObjectMapper();

  public TextCleaner {
    steps = List.copyOf(steps);
  }

  /** The cleaned text, perhaps empty. */
  public String clean(String text) {
    return joined(lines(text));
  }

  /** The cleaned text with its single line ends, for rules about lines; empty if never clean. */
  public String lines(String text) {
    String clean = text;
    int unchanged = 0;
    for (int i = 0; i < ROUNDS * steps.size() && unchanged < steps.size(); i++) {
      String next = CleaningRule.of(steps.get(i % steps.size())).apply(clean);
      // Each step leaves nothing for itself to do, so it needs no second look at its own work.
      unchanged = next.equals(clean) ? unchanged + 1 : 1;
      clean = next;
    }
    return unchanged < steps.size() ? "" : clean;
  }

  /** What {@link #lines} gave as {@link #clean} gives it: single line ends become spaces. */
  public String joined(String lines) {
    boolean even = steps.contains(CleaningStep.MARKUP) || steps.contains(CleaningStep.WHITE_SPACE);
    return even ? WhiteSpace.joinLines(lines) : lines;
  }

  /** The steps as {@link #FILE} holds them. */
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
        throw SunriseException.of("%s: it has no list steps; run preprocess again", where);
      }
      Stream.Builder<CleaningStep> known = Stream.builder();
      for (JsonNode step : steps) {
        known.add(step(step.asText()).orElseThrow(() -> unknown(step.asText(), where)));
      }
      return new TextCleaner(known.build().toList());
    } catch (JsonProcessingException e) {
      throw new SunriseException(where + ": no JSON; run preprocess again", e);
    } catch (IOException e) {
      throw new SunriseException(where + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names the steps in one line. */
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
