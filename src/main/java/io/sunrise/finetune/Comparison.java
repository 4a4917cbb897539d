package io.sunrise.finetune;

import io.sunrise.console.Console;
import io.sunrise.metric.ClassScores;
import io.sunrise.metric.Metrics;
import io.sunrise.train.trace.EpochRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The pre-trained model beside what it is compared with: for {@code metrics.json} and people.
 *
 * @param testRows how many rows the test part has
 */
record Comparison(
    List<String> labels,
    long testRows,
    ClassifierRun.Outcome pretrained,
    Optional<ClassifierRun.Outcome> scratch,
    Optional<ModelScores> baseline) {
  private static final int CLASSES_SHOWN = 30;

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("labels", labels);
    models().forEach((name, scores) -> json.put(name, scores.toJson(labels)));
    scratch.ifPresent(
        run -> {
          json.put("accuracyGained", accuracyGained(run));
          json.put("accuracyGainedError", accuracyGainedError(run));
          Map<String, Object> steps = new LinkedHashMap<>();
          steps.put("pretrained", boxed(stepsToFinalOf(run, pretrained)));
          steps.put("scratch", boxed(stepsToFinalOf(run, run)));
          json.put("stepsToScratchFinal", steps);
        });
    return json;
  }

  void show(Console console) {
    List<String> header = new ArrayList<>(List.of("model"));
    for (String part : List.of("validation", "test")) {
      header.add(part);
      header.addAll(List.of("macro F1", "weighted F1", "AUC"));
    }
    List<List<String>> table = new ArrayList<>();
    models()
        .forEach(
            (name, scores) ->
                table.add(
                    Stream.of(Stream.of(name), cells(scores.validation()), cells(scores.test()))
                        .flatMap(cells -> cells)
                        .toList()));
    console.table(header, table);
    showClasses(console);
    scratch.ifPresent(run -> showKeyNumbers(run, console));
  }

  /** The classes of the test part that the pre-trained model predicts worst. */
  private void showClasses(Console console) {
    List<ClassScores> classes = pretrained.scores().test().classes();
    if (classes.size() > CLASSES_SHOWN) {
      console.line(
          String.format(
              Locale.ROOT,
              "  the %d of %d classes with the lowest F1; metrics.json has all",
              CLASSES_SHOWN,
              classes.size()));
    }
    console.table(
        List.of("class, on the test part", "rows", "precision", "recall", "F1"),
        classes.stream()
            .sorted(Comparator.comparingDouble(ClassScores::f1))
            .limit(CLASSES_SHOWN)
            .sorted(Comparator.comparingInt(ClassScores::label))
            .map(
                each ->
                    List.of(
                        labels.get(each.label()),
                        String.format(Locale.ROOT, "%,d", each.rows()),
                        cell(each.precision()),
                        cell(each.recall()),
                        cell(each.f1())))
            .toList());
  }

  private void showKeyNumbers(ClassifierRun.Outcome run, Console console) {
    console.line(
        String.format(
            Locale.ROOT,
            "  pre-training gains %+.1f points of accuracy on the %,d test rows, with a standard error of"
                + " at most %.1f",
            100 * accuracyGained(run),
            testRows,
            100 * accuracyGainedError(run)));
    OptionalLong own = stepsToFinalOf(run, run);
    OptionalLong steps = stepsToFinalOf(run, pretrained);
    if (own.isPresent()) {
      console.line(
          String.format(
              Locale.ROOT,
              "  validation accuracy %.3f, with which scratch ends, takes scratch %,d steps and the"
                  + " pre-trained model %s",
              StepsToReach.finalAccuracy(run.epochs()),
              own.getAsLong(),
              steps.isPresent()
                  ? String.format(Locale.ROOT, "%,d", steps.getAsLong())
                  : "more than it had"));
    }
  }

  private Map<String, ModelScores> models() {
    Map<String, ModelScores> models = new LinkedHashMap<>();
    models.put("pretrained", pretrained.scores());
    scratch.ifPresent(run -> models.put("scratch", run.scores()));
    baseline.ifPresent(scores -> models.put("baseline", scores));
    return models;
  }

  private double accuracyGained(ClassifierRun.Outcome run) {
    return pretrained.scores().test().accuracy() - run.scores().test().accuracy();
  }

  /**
   * The standard error of the accuracy gained, were the mistakes of both models independent; it is
   * smaller where they share some.
   */
  private double accuracyGainedError(ClassifierRun.Outcome run) {
    return Math.sqrt(accuracyVariance(pretrained) + accuracyVariance(run));
  }

  private double accuracyVariance(ClassifierRun.Outcome run) {
    double accuracy = run.scores().test().accuracy();
    return accuracy * (1 - accuracy) / testRows;
  }

  private static OptionalLong stepsToFinalOf(
      ClassifierRun.Outcome run, ClassifierRun.Outcome measured) {
    List<EpochRecord> epochs = measured.epochs();
    return StepsToReach.of(epochs, StepsToReach.finalAccuracy(run.epochs()));
  }

  private static Long boxed(OptionalLong steps) {
    return steps.isPresent() ? (Long) steps.getAsLong() : null;
  }

  private static Stream<String> cells(Metrics metrics) {
    return Stream.of(
        cell(metrics.accuracy()),
        cell(metrics.macroF1()),
        cell(metrics.weightedF1()),
        metrics.areaUnderRoc().isPresent() ? cell(metrics.areaUnderRoc().getAsDouble()) : "-");
  }

  private static String cell(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
