package io.sunrise.predict;

import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import io.sunrise.inference.SentenceTrace;
import io.sunrise.stage.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints the output of each layer of the fine-tuned model for one text. Does not use Spark. */
public final class TextTrace {
  private TextTrace() {}

  /**
   * Prints tokens, embedding, transformer layers, head and decision with their values.
   *
   * @param place as for {@link TrainedModel#open}
   */
  public static void print(Workspace place, String text, Console console) {
    if (text.isBlank()) {
      throw SunriseException.of("--text is empty; expected a text to label");
    }
    SentenceTrace trace = SentenceTrace.of(TrainedModel.open(place), text);
    printTokens(trace, console);
    printEmbedding(trace, console);
    printLayers(trace, console);
    printHead(trace, console);
    int decision = trace.decision();
    console.line(
        String.format(
            Locale.ROOT,
            "5 decision: %s, with probability %.3f",
            trace.labels().get(decision),
            trace.probabilities()[decision]));
  }

  private static void printTokens(SentenceTrace trace, Console console) {
    console.line(String.format(Locale.ROOT, "1 tokens: %d", trace.ids().length));
    console.line("  " + String.join(" ", trace.tokens()));
    console.line(
        IntStream.of(trace.ids())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" ", "  ", "")));
  }

  private static void printEmbedding(SentenceTrace trace, Console console) {
    console.line("2 embedding: " + shape(trace) + ", its first numbers");
    List<List<String>> rows = new ArrayList<>();
    for (int token = 0; token < trace.ids().length; token++) {
      List<String> row = new ArrayList<>(List.of(trace.tokens()[token]));
      for (float number : trace.firstNumbers(token)) {
        row.add(String.format(Locale.ROOT, "%.3f", number));
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("token"));
    IntStream.range(0, trace.firstNumbers(0).length)
        .forEach(place -> header.add(Integer.toString(place)));
    console.table(header, rows);
  }

  private static void printLayers(SentenceTrace trace, Console console) {
    console.line(
        String.format(
            Locale.ROOT,
            "3 transformer layers: %d, each %s; the token that each attends to most",
            trace.layers(),
            shape(trace)));
    List<String> header = new ArrayList<>(List.of("token"));
    IntStream.rangeClosed(1, trace.layers()).forEach(layer -> header.add("layer " + layer));
    List<List<String>> rows = new ArrayList<>();
    for (int token = 0; token < trace.ids().length; token++) {
      List<String> row = new ArrayList<>(List.of(trace.tokens()[token]));
      for (int layer = 0; layer < trace.layers(); layer++) {
        row.add(trace.tokens()[trace.attendsTo(layer, token)]);
      }
      rows.add(row);
    }
    console.table(header, rows);
  }

  private static void printHead(SentenceTrace trace, Console console) {
    console.line("4 head: logits");
    console.line(
        IntStream.range(0, trace.labels().size())
            .mapToObj(
                label ->
                    String.format(
                        Locale.ROOT,
                        "%s %.3f",
                        trace.labels().get(label),
                        trace.numbers().logits()[label]))
            .collect(Collectors.joining("  ", "  ", "")));
  }

  private static String shape(SentenceTrace trace) {
    return String.format(
        Locale.ROOT, "%d tokens x %d numbers", trace.ids().length, trace.numbers().hiddenSize());
  }
}
