package io.sunrise.preprocess.duplicates;

import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.console.Console;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Recall and precision of the search for near copies, measured on planted ones.
 *
 * @param bins by similarity, in ascending order, without empty ones
 */
public record SearchAccuracy(List<Bin> bins) {
  private static final int BIN_PERCENT = 5;

  /**
   * Pairs of about the same Jaccard similarity.
   *
   * @param percent the lower end of the bin
   * @param planted all pairs
   * @param sought the pairs at or above the threshold
   * @param expected the expected number of these that the bands find
   * @param found the pairs within one component, directly or by a chain of others
   * @param rightlyFound the found pairs at or above the threshold
   */
  record Bin(
      int percent, long planted, long sought, double expected, long found, long rightlyFound) {

    Bin plus(Bin other) {
      return new Bin(
          Math.min(percent, other.percent),
          planted + other.planted,
          sought + other.sought,
          expected + other.expected,
          found + other.found,
          rightlyFound + other.rightlyFound);
    }

    /** Empty if there are no pairs at or above the threshold. */
    Optional<Double> expectedRecall() {
      return sought == 0 ? Optional.empty() : Optional.of(expected / sought);
    }

    /** Empty if there are no pairs at or above the threshold. */
    Optional<Double> recall() {
      return sought == 0 ? Optional.empty() : Optional.of((double) rightlyFound / sought);
    }

    /** Empty if no pair is found. */
    Optional<Double> precision() {
      return found == 0 ? Optional.empty() : Optional.of((double) rightlyFound / found);
    }

    private Map<String, Object> values() {
      Map<String, Object> values = new TreeMap<>();
      values.put("similarity", percent / 100.0);
      values.put("planted", planted);
      values.put("found", found);
      values.put("expectedRecall", expectedRecall());
      values.put("recall", recall());
      values.put("precision", precision());
      return values;
    }

    private List<String> cells(int lastPercent) {
      return List.of(
          String.format(Locale.ROOT, "%.2f to %.2f", percent / 100.0, lastPercent / 100.0),
          String.format(Locale.ROOT, "%,d", planted),
          String.format(Locale.ROOT, "%,d", found),
          cell(expectedRecall()),
          cell(recall()),
          cell(precision()));
    }

    private static String cell(Optional<Double> share) {
      return share.map(s -> String.format(Locale.ROOT, "%.1f%%", 100 * s)).orElse("");
    }
  }

  /** The lower end of the bin of a similarity, in percent; equal sets are in the last bin. */
  static int bin(double similarity) {
    int bins = (int) Math.floor(similarity * 100 / BIN_PERCENT + 1e-9);
    return Math.min(bins * BIN_PERCENT, 100 - BIN_PERCENT);
  }

  /**
   * Plants copies, searches for them, and reports recall and precision.
   *
   * @param texts id and text, without near copies
   */
  public static void measure(
      Dataset<Row> texts, NearDuplicateSettings settings, long seed, StageRun run) {
    SearchAccuracy accuracy =
        SparkStep.run(
            run,
            "looking for planted copies",
            "copies",
            () -> of(texts, settings, seed),
            found -> found.all().planted);
    run.value("plantedCopies", accuracy.values());
    accuracy.print(run.console());
  }

  static SearchAccuracy of(Dataset<Row> texts, NearDuplicateSettings settings, long seed) {
    try (PlantedCopies planted = PlantedCopies.of(texts, settings, seed);
        NearDuplicates.Found found = new NearDuplicates(settings).find(planted.documents())) {
      return new SearchAccuracy(planted.tally(found.copies().rows()));
    }
  }

  private Bin all() {
    return bins.stream().reduce(new Bin(100, 0, 0, 0, 0, 0), Bin::plus);
  }

  private Map<String, Object> values() {
    Map<String, Object> values = all().values();
    values.remove("similarity");
    values.put("bySimilarity", bins.stream().map(Bin::values).toList());
    return values;
  }

  void print(Console console) {
    List<List<String>> rows = new ArrayList<>();
    bins.forEach(bin -> rows.add(bin.cells(bin.percent + BIN_PERCENT)));
    rows.add(all().cells(100));
    console.table(
        List.of("similarity", "planted", "found", "expected recall", "recall", "precision"), rows);
  }
}
