package io.sunrise.finetune;

import io.sunrise.SunriseException;
import io.sunrise.config.CrossValidateSettings;
import io.sunrise.config.CrossValidateSettings.Variation;
import io.sunrise.config.FinetuneSettings;
import io.sunrise.config.Settings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.console.JobDescription;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.CrossRun.Model;
import io.sunrise.finetune.teacher.TeacherTraining;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.train.TaskTraining;
import io.sunrise.train.TrainingCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/** All runs of a cross-validation: which there are, what they need, and that each is made once. */
final class CrossValidation {
  /** Rows of the corpus; the candidates for these are a few hundred megabytes. */
  private static final int MOST_UNLABELLED = 500_000;

  private final StageRun run;
  private final Settings settings;
  private final CrossValidateSettings crossValidate;
  private final LabelledRows labelled;
  private final FoldedRows rows;
  private final List<TaskTraining> trainings;
  private final FirstWeights first;
  private final TeacherTraining teachers;

  CrossValidation(StageRun run, Settings settings, LabelledRows labelled, FoldedRows rows)
      throws IOException {
    this.run = run;
    this.settings = settings;
    this.crossValidate = settings.crossValidate();
    this.labelled = labelled;
    this.rows = rows;
    this.first = FirstWeights.of(run, settings.model());
    this.trainings = trainings(labelled);
    this.teachers = new TeacherTraining(labelled.classes(), Corpus.vectors(run));
  }

  /** Makes the runs that an interrupted stage did not make; the scores of all. */
  List<CrossScore> scores() throws IOException {
    List<CrossRun> tasks = tasks();
    List<CrossRun> baselines =
        crossValidate.baseline() ? runs(Model.BASELINE, 0, settings.seed()) : List.of();
    List<CrossRun> all = Stream.of(tasks, baselines).flatMap(List::stream).toList();
    FinishedRuns finished = FinishedRuns.of(run, all);
    train(finished.others(tasks), finished);
    fit(finished.others(baselines), finished);
    return finished.inOrder(all);
  }

  private List<TaskTraining> trainings(LabelledRows labelled) {
    List<TaskTraining> all = new ArrayList<>();
    int longest = labelled.longestRow();
    for (Variation variation : crossValidate.search()) {
      TrainingSettings training = variation.finetune().training();
      if (training.optimizer() != OptimizerKind.SUNRISE) {
        throw SunriseException.of(
            "cross-validate.finetune.optimizer = distri: it spreads one run over the executors,"
                + " where cross-validate runs many at once; expected sunrise");
      }
      FinetuneStage finetune = new FinetuneStage(settings, variation.finetune());
      TaskTraining runs =
          new TaskTraining(finetune.networks(first.pretrained(), labelled), training);
      new TrainingCheck("cross-validate.finetune", runs.networks(), training, longest)
          .requirePossible(runs.layout().layers());
      all.add(runs);
    }
    return all;
  }

  /** Those that are tasks, the longest first, so that no core waits long for the last ones. */
  private List<CrossRun> tasks() {
    List<CrossRun> runs = new ArrayList<>();
    for (int seed = 0; seed < crossValidate.seeds(); seed++) {
      for (int setting = 0; setting < trainings.size(); setting++) {
        runs.addAll(runs(Model.PRETRAINED, setting, settings.seed() + seed));
        if (crossValidate.scratch()) {
          runs.addAll(runs(Model.SCRATCH, setting, settings.seed() + seed));
        }
      }
    }
    if (teachers.hasVectors() && crossValidate.baseline()) {
      runs.addAll(runs(Model.VECTORS, 0, settings.seed()));
    }
    runs.sort(
        Comparator.comparing(CrossRun::model)
            .thenComparingInt(
                each -> each.labelCount() == 0 ? Integer.MIN_VALUE : -each.labelCount()));
    return runs;
  }

  /** One for each number of labels and each fold. */
  private List<CrossRun> runs(Model model, int setting, long seed) {
    List<CrossRun> runs = new ArrayList<>();
    for (int labelCount : crossValidate.labelCountsOrAll()) {
      for (int fold = 0; fold < crossValidate.folds(); fold++) {
        runs.add(new CrossRun(model, labelCount, setting, fold, seed));
      }
    }
    return runs;
  }

  private void train(List<CrossRun> runs, FinishedRuns finished) throws IOException {
    if (runs.isEmpty()) {
      return;
    }
    CrossRuns.Plan plan = plan(runs);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    SparkStep.run(
        run,
        "cross-validation",
        "runs",
        () -> {
          CrossRuns.make(context, rows, plan, finished::add);
          return runs.size();
        },
        Integer::longValue);
  }

  private CrossRuns.Plan plan(List<CrossRun> runs) throws IOException {
    ParameterLayout layout = trainings.get(0).layout();
    Map<Long, float[]> initial = new TreeMap<>();
    for (CrossRun each : runs) {
      initial.computeIfAbsent(
          each.seed(), seed -> first.over(layout, ParameterInitializer.initialize(layout, seed)));
    }
    List<FoldParts> parts =
        runs.stream().map(each -> rows.parts(each.fold(), each.labelCount())).toList();
    List<FinetuneSettings> finetune =
        crossValidate.search().stream().map(Variation::finetune).toList();
    return new CrossRuns.Plan(runs, parts, trainings, finetune, initial, teaching());
  }

  /** Rows for as many as the setting with the most of them asks for. */
  private CrossRuns.Teaching teaching() throws IOException {
    List<Integer> chosen =
        crossValidate.search().stream()
            .map(Variation::finetune)
            .map(FinetuneSettings::unlabelledRows)
            .toList();
    int most = chosen.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (most == 0 || !Corpus.isThere(run)) {
      TokenRows none = new TokenRows.Builder().build();
      return new CrossRuns.Teaching(teachers, none, chosen.stream().map(rows -> 0).toList());
    }
    CorpusTexts texts = Corpus.texts(run, labelled);
    int limit = MOST_UNLABELLED / texts.rows();
    if (most > limit) {
      throw SunriseException.of(
          "cross-validate.finetune.unlabelled-rows = %d: every executor holds the texts that the"
              + " teachers of all runs label, four of %d rows for each of these; take at most %d",
          most, texts.rows(), limit);
    }
    TokenRows candidates = Corpus.collected(texts, most, settings.seed());
    return new CrossRuns.Teaching(teachers, candidates, chosen);
  }

  private void fit(List<CrossRun> baselines, FinishedRuns finished) {
    if (!baselines.isEmpty()) {
      JobDescription.step(
          run.spark().sparkContext(),
          "TF-IDF with logistic regression",
          () -> {
            CrossBaselines.make(run, rows, baselines, finished::add);
            return baselines.size();
          });
    }
  }
}
