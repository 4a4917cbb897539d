package io.sunrise.finetune;

import io.sunrise.console.Console;
import io.sunrise.finetune.CrossRun.Model;
import io.sunrise.finetune.FoldParts.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The scores of all runs as means over folds and seeds. Where settings are searched, each model at
 * each label count is shown by the setting that did best on the validation rows; the folds held out
 * have no say in that.
 *
 * @param labelCounts in the order of the configuration; 0 is all
 * @param settings the searched keys with their values, one a setting
 */
record CrossSummary(
    List<Integer> labelCounts, List<Map<String, String>> settings, List<CrossScore> scores) {

  /** Mean and standard deviation (of a sample; 0 where there is one number). */
  record Mean(double mean, double deviation) {
    static Mean of(List<CrossScore> scores, ToDoubleFunction<CrossScore> number) {
      double mean = scores.stream().mapToDouble(number).sum() / scores.size();
      double squares =
          scores.stream().mapToDouble(s -> Math.pow(number.applyAsDouble(s) - mean, 2)).sum();
      return new Mean(mean, Math.sqrt(squares / Math.max(1, scores.size() - 1)));
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
    }
  }

  /** The runs that differ in fold and seed only. */
  record Cell(
      Model model,
      int labelCount,
      int setting,
      Mean validation,
      Mean heldOut,
      Map<String, Mean> steps) {}

  /**
   * Facts of runs with a teacher that say what each step came to, by what they are in the manifest.
   */
  private static final Map<String, String> STEPS =
      Map.of(
          "plainHeldOut", CrossScore.PLAIN,
          "teacherHeldOut", CrossScore.TEACHER,
          "taughtHeldOut", CrossScore.TAUGHT);

  /** By label count, then model, then accuracy on the validation rows, the best first. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int labelCount : labelCounts) {
      for (Model model : Model.values()) {
        Stream.iterate(0, setting -> setting < settings.size(), setting -> setting + 1)
            .flatMap(setting -> cell(model, labelCount, setting).stream())
            .sorted(Comparator.comparingDouble((Cell cell) -> -cell.validation().mean()))
            .forEach(cells::add);
      }
    }
    return cells;
  }

  private Optional<Cell> cell(Model model, int labelCount, int setting) {
    List<CrossScore> own =
        scores.stream()
            .filter(s -> s.run().model() == model && s.run().labelCount() == labelCount)
            .filter(s -> s.run().setting() == setting)
            .toList();
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cell(
                model,
                labelCount,
                setting,
                Mean.of(own, CrossScore::validation),
                Mean.of(own, CrossScore::heldOut),
                steps(own)));
  }

  private static Map<String, Mean> steps(List<CrossScore> scores) {
    Map<String, Mean> steps = new TreeMap<>();
    STEPS.forEach(
        (name, fact) -> {
          if (scores.stream().allMatch(score -> score.facts().containsKey(fact))) {
            steps.put(name, Mean.of(scores, score -> score.facts().get(fact).doubleValue()));
          }
        });
    return steps;
  }

  private Optional<Cell> best(Model model, int labelCount) {
    return cells().stream()
        .filter(cell -> cell.model() == model && cell.labelCount() == labelCount)
        .findFirst();
  }

  private List<Model> models() {
    return Stream.of(Model.values())
        .filter(model -> scores.stream().anyMatch(score -> score.run().model() == model))
        .toList();
  }

  void show(Console console) {
    if (settings.size() > 1) {
      console.line("  settings by mean accuracy on the validation rows, the best first");
      console.table(
          List.of("setting", "labels", "model", "validation", "held out"),
          cells().stream().map(this::searchRow).toList());
    }
    console.line("  accuracy on the folds held out, mean ± standard deviation");
    List<String> header = new ArrayList<>(List.of("labels"));
    models().forEach(model -> header.add(model.title()));
    console.table(header, labelCounts.stream().map(this::accuracyRow).toList());
  }

  private List<String> searchRow(Cell cell) {
    return List.of(
        cell.model() == Model.BASELINE ? "-" : text(settings.get(cell.setting())),
        labels(cell.labelCount()),
        cell.model().title(),
        cell.validation().toString(),
        cell.heldOut().toString());
  }

  private List<String> accuracyRow(int labelCount) {
    List<String> row = new ArrayList<>(List.of(labels(labelCount)));
    models()
        .forEach(
            model -> row.add(best(model, labelCount).map(c -> c.heldOut().toString()).orElse("-")));
    return row;
  }

  /** A count; where it is all rows, what that comes to. */
  private String labels(int labelCount) {
    if (labelCount > 0) {
      return String.format(Locale.ROOT, "%,d", labelCount);
    }
    return String.format(Locale.ROOT, "all %,d", allRows());
  }

  /** What all rows but the fold held out are. */
  private long allRows() {
    return scores.stream()
        .filter(score -> score.run().labelCount() == 0)
        .mapToLong(score -> score.rows().get(Part.LEARNED) + score.rows().get(Part.VALIDATION))
        .max()
        .orElse(0);
  }

  private static String text(Map<String, String> setting) {
    return setting.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .reduce((a, b) -> a + ", " + b)
        .orElse("-");
  }

  /** For the manifest: what {@link #show} shows, best settings first. */
  List<Map<String, Object>> toJson() {
    List<Map<String, Object>> json = new ArrayList<>();
    for (Cell cell : cells()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("model", cell.model().key());
      row.put("labelCount", cell.labelCount());
      row.put("labels", cell.labelCount() == 0 ? allRows() : cell.labelCount());
      row.put("setting", settings.get(cell.setting()));
      row.put("validationMean", cell.validation().mean());
      row.put("validationDeviation", cell.validation().deviation());
      row.put("heldOutMean", cell.heldOut().mean());
      row.put("heldOutDeviation", cell.heldOut().deviation());
      cell.steps()
          .forEach(
              (name, step) -> {
                row.put(name + "Mean", step.mean());
                row.put(name + "Deviation", step.deviation());
              });
      json.add(row);
    }
    return json;
  }
}
