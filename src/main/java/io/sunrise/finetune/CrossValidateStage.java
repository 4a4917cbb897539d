package io.sunrise.finetune;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.config.CrossValidateSettings;
import io.sunrise.config.CrossValidateSettings.Variation;
import io.sunrise.config.Settings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.console.JobDescription;
import io.sunrise.finetune.CrossRun.Model;
import io.sunrise.model.ModelFolder;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import io.sunrise.train.TaskTraining;
import io.sunrise.train.TrainingCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How sure fine-tuning's figures are: the pre-trained model, the same from scratch and a baseline,
 * each measured on every fold of the train and validation rows by runs that have not seen it.
 */
public final class CrossValidateStage implements Stage {
  private final Settings settings;
  private final CrossValidateSettings crossValidate;
  private final List<Map<String, String>> searched;

  public CrossValidateStage(Settings settings) {
    this.settings = settings;
    this.crossValidate = settings.crossValidate();
    this.searched =
        crossValidate.search().stream()
            .map(variation -> (Map<String, String>) new TreeMap<>(variation.changed()))
            .toList();
  }

  @Override
  public String name() {
    return "cross-validate";
  }

  @Override
  public List<String> upstream() {
    return List.of("pretrain", "label");
  }

  @Override
  public Object settings() {
    return Map.of(
        "cross-validate", crossValidate,
        "model", settings.model(),
        "preprocess.max-tokens", settings.preprocess().maxTokens());
  }

  @Override
  public Map<String, String> computedBy() {
    return Map.of("gemm", GemmProvider.choose(settings.compute()).identity());
  }

  @Override
  public void run(StageRun run) throws IOException {
    FinetuneStage.requireOneTokenizer(run);
    ModelFolder pretrained = ModelFolder.open(run.fileSystem(), run.input("pretrain"), Map.of());
    try (LabelledRows labelled = LabelledRows.of(run);
        FoldedRows rows = FoldedRows.of(labelled, crossValidate, settings.seed())) {
      CrossRuns.Plan plan = plan(rows, trainings(pretrained, labelled), pretrained);
      List<CrossScore> scores = new ArrayList<>(trained(run, rows, plan));
      if (crossValidate.baseline()) {
        scores.addAll(
            JobDescription.step(
                run.spark().sparkContext(),
                "TF-IDF with logistic regression",
                () -> CrossBaselines.scores(run, rows, baselines())));
      }
      write(run, scores);
      CrossSummary summary = new CrossSummary(crossValidate.labelCountsOrAll(), searched, scores);
      summary.show(run.console());
      run.count("rows", rows.rowsOfLabel().stream().mapToLong(Long::longValue).sum());
      run.count("runs", scores.size());
      run.value("accuracy", summary.toJson());
    }
  }

  private List<TaskTraining> trainings(ModelFolder pretrained, LabelledRows rows) {
    List<TaskTraining> trainings = new ArrayList<>();
    for (Variation variation : crossValidate.search()) {
      TrainingSettings training = variation.finetune().training();
      if (training.optimizer() != OptimizerKind.SUNRISE) {
        throw SunriseException.of(
            "cross-validate.finetune.optimizer = distri: it spreads one run over the executors,"
                + " where cross-validate runs many at once; expected sunrise");
      }
      FinetuneStage finetune = new FinetuneStage(settings, variation.finetune());
      TaskTraining runs = new TaskTraining(finetune.networks(pretrained, rows), training);
      new TrainingCheck("cross-validate.finetune", runs.networks(), training)
          .requireLayers(runs.layout().layers());
      trainings.add(runs);
    }
    return trainings;
  }

  /** The longest runs come first, so that no core waits long for the last ones. */
  private CrossRuns.Plan plan(
      FoldedRows rows, List<TaskTraining> trainings, ModelFolder pretrained) {
    ParameterLayout layout = trainings.get(0).layout();
    Map<Long, float[]> initial = new TreeMap<>();
    List<CrossRun> runs = new ArrayList<>();
    for (int i = 0; i < crossValidate.seeds(); i++) {
      long seed = settings.seed() + i;
      initial.put(seed, pretrained.over(layout, ParameterInitializer.initialize(layout, seed)));
      for (int setting = 0; setting < trainings.size(); setting++) {
        addRuns(runs, setting, seed);
      }
    }
    runs.sort(
        Comparator.comparingInt(
            run -> run.labelCount() == 0 ? Integer.MIN_VALUE : -run.labelCount()));
    List<FoldParts> parts =
        runs.stream().map(run -> rows.parts(run.fold(), run.labelCount())).toList();
    return new CrossRuns.Plan(runs, parts, trainings, initial);
  }

  private void addRuns(List<CrossRun> runs, int setting, long seed) {
    for (int labelCount : crossValidate.labelCountsOrAll()) {
      for (int fold = 0; fold < crossValidate.folds(); fold++) {
        runs.add(new CrossRun(Model.PRETRAINED, labelCount, setting, fold, seed));
        if (crossValidate.scratch()) {
          runs.add(new CrossRun(Model.SCRATCH, labelCount, setting, fold, seed));
        }
      }
    }
  }

  private static List<CrossScore> trained(StageRun run, FoldedRows rows, CrossRuns.Plan plan) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    return SparkStep.run(
        run, "cross-validation", "runs", () -> CrossRuns.scores(context, rows, plan), List::size);
  }

  private List<CrossRun> baselines() {
    List<CrossRun> runs = new ArrayList<>();
    for (int labelCount : crossValidate.labelCountsOrAll()) {
      for (int fold = 0; fold < crossValidate.folds(); fold++) {
        runs.add(new CrossRun(Model.BASELINE, labelCount, 0, fold, settings.seed()));
      }
    }
    return runs;
  }

  private void write(StageRun run, List<CrossScore> scores) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (var out = run.fileSystem().create(new Path(run.output("runs.jsonl")), true)) {
      for (CrossScore score : scores) {
        String line = json.writeValueAsString(score.toJson(searched.get(score.run().setting())));
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
