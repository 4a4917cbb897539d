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
 * @param pretrained that stays
 * @param taught what it was chosen from, if a teacher labelled rows of the corpus
 */
record Comparison(
    List<String> labels,
    ClassifierRun.Outcome pretrained,
    Optional<Taught> taught,
    Optional<ClassifierRun.Outcome> scratch,
    Optional<ModelScores> baseline) {
  private static final int CLASSES_SHOWN = 30;

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("labels", labels);
    models().forEach((name, scores) -> json.put(name, scores.toJson(labels)));
    taught.ifPresent(both -> json.put("teaching", both.toJson()));
    scratch.ifPresent(
        run -> {
          json.put("accuracyGained", pretrained.scores().gainOver(run.scores()));
          json.put("accuracyGainedError", pretrained.scores().gainErrorOver(run.scores()));
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
    taught.ifPresent(both -> both.show(console));
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
            100 * pretrained.scores().gainOver(run.scores()),
            run.scores().testRows(),
            100 * pretrained.scores().gainErrorOver(run.scores())));
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
    taught.ifPresent(
        both -> {
          models.put("taught", both.student().scores());
          models.put("plain", both.plain().scores());
          models.put("teacher", both.teacher());
        });
    scratch.ifPresent(run -> models.put("scratch", run.scores()));
    baseline.ifPresent(scores -> models.put("baseline", scores));
    return models;
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
