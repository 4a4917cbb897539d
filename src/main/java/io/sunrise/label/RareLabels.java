package io.sunrise.label;

import io.sunrise.SunriseException;
import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.RareClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;

/**
 * Labels with too few rows for at least one in each part.
 *
 * @param rows of each such label, without those given for validation or test
 * @param labels how many labels there are
 */
record RareLabels(RareClasses setting, Map<String, Long> rows, int labels) {
  private static final int NAMED = 100;
  private static final int NAME_SHOWN = 80;

  /**
   * Finds them by the number of rows that each part would have.
   *
   * @param rows to split, of all labels
   * @param given parts that have rows of their own
   */
  static RareLabels of(
      Labels labels, Map<String, Long> rows, LabelSettings settings, Set<Part> given) {
    boolean splitTest = !given.contains(Part.TEST);
    boolean splitValidation = !given.contains(Part.VALIDATION);
    Map<String, Long> rare = new TreeMap<>();
    for (String word : labels.words()) {
      long count = rows.getOrDefault(word, 0L);
      long test = splitTest ? Math.round(count * settings.testShare()) : 0;
      long validation = splitValidation ? Math.round(count * settings.validationShare()) : 0;
      boolean measured = (test > 0 || !splitTest) && (validation > 0 || !splitValidation);
      if (!measured || count <= test + validation) {
        rare.put(word, count);
      }
    }
    return new RareLabels(settings.rareClasses(), rare, labels.words().size());
  }

  Set<String> words() {
    return rows.keySet();
  }

  /** Refuses them if the settings say so, or if no label is left to measure. */
  void refuse() {
    if (rows.isEmpty()) {
      return;
    }
    if (rows.size() == labels) {
      throw SunriseException.of(
          "no label has enough rows for one in train, validation and test: %s; %s",
          named(),
          rows.values().stream().allMatch(count -> count == 1)
              ? "each has one row only: is label-field the column of the labels?"
              : "label more rows, or raise label.validation-share and label.test-share");
    }
    if (setting == RareClasses.REFUSE) {
      throw SunriseException.of(
          "%d of %d labels have too few rows for one in train, validation and test: %s; label more"
              + " rows, raise label.validation-share and label.test-share, or set"
              + " label.rare-classes to train or drop",
          rows.size(), labels, named());
    }
  }

  /** What becomes of them, in one line; empty if there are none. */
  Optional<String> line() {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d of %d labels have too few rows for one in train, validation and test and are"
                    + " %s (label.rare-classes): %s",
                rows.size(),
                labels,
                setting == RareClasses.TRAIN ? "only trained on, not measured" : "left out",
                named()));
  }

  long droppedRows() {
    return setting == RareClasses.DROP
        ? rows.values().stream().mapToLong(Long::longValue).sum()
        : 0;
  }

  private String named() {
    String first =
        rows.entrySet().stream()
            .limit(NAMED)
            .map(
                label ->
                    String.format(
                        Locale.ROOT,
                        "\"%s\" (%,d)",
                        StringUtils.abbreviate(label.getKey(), NAME_SHOWN),
                        label.getValue()))
            .collect(Collectors.joining(", "));
    return rows.size() <= NAMED ? first : first + " and " + (rows.size() - NAMED) + " more";
  }

  /**
   * The labels that are trained on.
   *
   * @param tested labels of the rows given for validation or test
   * @throws SunriseException for one of them that no row to train on has
   */
  Labels learned(Labels all, Set<String> tested) {
    List<String> learned = new ArrayList<>(all.words());
    if (setting == RareClasses.DROP) {
      learned.removeAll(words());
    } else {
      learned.removeIf(word -> rows.getOrDefault(word, 1L) == 0);
      List<String> unknown = tested.stream().filter(word -> !learned.contains(word)).toList();
      if (!unknown.isEmpty()) {
        throw SunriseException.of(
            "the rows given for validation or test have labels that no row to train on has: %s;"
                + " correct them, label rows to train on, or set label.rare-classes = drop, which"
                + " leaves them out",
            String.join(", ", unknown));
      }
    }
    return Labels.of(new TreeSet<>(learned));
  }
}
