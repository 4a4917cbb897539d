package io.sunrise.finetune;

import io.sunrise.SunriseException;
import io.sunrise.config.FinetuneSettings;
import io.sunrise.config.Settings;
import io.sunrise.config.Settings.ComputeSettings;
import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.model.ModelFolder;
import io.sunrise.model.ModelWriter;
import io.sunrise.model.StartingModel;
import io.sunrise.nn.Classification;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.stage.JsonFiles;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import io.sunrise.train.RunFacts;
import io.sunrise.train.TrainingCheck;
import io.sunrise.train.checkpoint.TrainingRun;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Classification from the pre-trained model, beside the same from scratch and a baseline. */
public final class FinetuneStage implements Stage {
  /** The run over rows that a teacher labelled: its folder, and its name in the trace. */
  private static final String TAUGHT = "taught";

  private final FinetuneSettings finetune;
  private final ModelSettings model;
  private final ComputeSettings compute;
  private final int vocabularySize;
  private final int maxTokens;
  private final long seed;

  public FinetuneStage(Settings settings) {
    this(settings, settings.finetune());
  }

  FinetuneStage(Settings settings, FinetuneSettings finetune) {
    this.finetune = finetune;
    this.model = settings.model();
    this.compute = settings.compute();
    this.vocabularySize = settings.preprocess().tokenizer().vocabularySize();
    this.maxTokens = settings.preprocess().maxTokens();
    this.seed = settings.seed();
  }

  @Override
  public String name() {
    return "finetune";
  }

  @Override
  public List<String> upstream() {
    return List.of("pretrain", "label");
  }

  @Override
  public List<String> optionalUpstream() {
    return finetune.unlabelledRows() > 0 ? List.of("preprocess") : List.of();
  }

  @Override
  public List<String> externalInputs() {
    return model.startFrom().stream().toList();
  }

  @Override
  public Object settings() {
    return Map.of("finetune", finetune, "model", model, "preprocess.max-tokens", maxTokens);
  }

  @Override
  public Map<String, String> computedBy() {
    return Map.of("gemm", GemmProvider.choose(compute).identity());
  }

  @Override
  public boolean resumable() {
    return true;
  }

  @Override
  public void check(StageCheck check) {
    check.require(
        () ->
            check.labels().ifPresent(l -> ClassWeighting.requireKnown(finetune.classWeights(), l)));
    // The labels may not be known yet, and the vocabulary is at most as large as requested.
    ModelConfig expected =
        StartingModel.shape(
            model, vocabularySize, maxTokens, check.spark().sparkContext().hadoopConfiguration());
    int classes = check.labels().map(List::size).orElse(2);
    Networks networks =
        Networks.of(new Classification(expected, classes), GemmProvider.choose(compute).name());
    TrainingCheck training = new TrainingCheck(name(), networks, finetune.training(), maxTokens);
    check.require(() -> check.willWrite(training.require(check.spark(), check::warn)));
  }

  @Override
  public void run(StageRun run) throws IOException {
    for (String folder : List.of("", TAUGHT + "/", "scratch/")) {
      run.scratch(folder + "checkpoints");
      run.log(folder + "trace.jsonl");
      run.log(folder + "tensorboard");
    }
    requireOneTokenizer(run);
    FirstWeights first = FirstWeights.of(run, model);
    ModelFolder pretrained = first.pretrained();
    try (LabelledRows rows = LabelledRows.of(run)) {
      Networks networks = networks(pretrained, rows);
      Comparison comparison = compare(run, first, rows, networks);
      float[] parameters = comparison.pretrained().result().parameters();
      String hash =
          new ModelWriter(run.fileSystem(), run.output())
              .write(
                  networks,
                  rows.labels(),
                  pretrained.encoder().withMaxTokens(rows.maxTokens()),
                  parameters);
      JsonFiles.write(run.fileSystem(), run.output("metrics.json"), comparison.toJson());
      report(run, networks, rows.maxTokens(), comparison, hash);
    }
  }

  private Comparison compare(StageRun run, FirstWeights first, LabelledRows rows, Networks networks)
      throws IOException {
    ClassifierRun classifier = new ClassifierRun(run, rows, networks, finetune.training());
    ClassifierRun ofLabelled = ClassifierRun.ofLabelled(run, rows, networks, finetune);
    // The head starts from the same numbers in all.
    float[] random = ParameterInitializer.initialize(classifier.layout(), seed);
    float[] restored = first.over(classifier.layout(), random);
    float[] learned = finetune.probe() ? classifier.probed(restored, seed) : restored;
    int firstEpoch = 1 + run.inputManifest("pretrain").values().path("lastEpoch").asInt();
    ClassifierRun.Outcome plain =
        ofLabelled.of(learned, identity(run, name(), run.output(), firstEpoch));
    Optional<Taught> taught = Optional.empty();
    if (finetune.unlabelledRows() > 0 && Corpus.isThere(run)) {
      taught =
          Optional.of(
              new Teaching(run, rows, seed)
                  .teach(
                      finetune.unlabelledRows(),
                      plain,
                      teacher -> classifier.joining(teacher, plain, seed),
                      soft ->
                          classifier
                              .taughtBy(soft)
                              .of(learned, identity(run, TAUGHT, run.output(TAUGHT), firstEpoch))));
    }
    Optional<ClassifierRun.Outcome> scratch = Optional.empty();
    if (finetune.scratch()) {
      TrainingRun identity = identity(run, "scratch", run.output("scratch"), firstEpoch);
      scratch = Optional.of(classifier.of(random, identity));
    }
    return new Comparison(
        rows.labels(),
        taught.map(Taught::chosen).orElse(plain),
        taught,
        scratch,
        baseline(run, rows));
  }

  private Optional<ModelScores> baseline(StageRun run, LabelledRows rows) {
    if (!finetune.baseline()) {
      return Optional.empty();
    }
    Optional<ModelScores> scores =
        SparkStep.run(
            run,
            "TF-IDF with logistic regression",
            () -> new Baseline(rows).scores(),
            found -> found.isPresent() ? rows.train().count() : 0);
    if (scores.isEmpty()) {
      run.console()
          .line(
              "  TF-IDF with logistic regression is left out: it counts words, and the train rows"
                  + " have none (no letter, digit, ! or ?)");
    }
    return scores;
  }

  private TrainingRun identity(StageRun run, String stage, String folder, int firstEpoch) {
    return new TrainingRun(stage, folder, run.inputHash() + " " + stage, firstEpoch, seed);
  }

  Networks networks(ModelFolder pretrained, LabelledRows rows) {
    ModelConfig found = pretrained.config();
    ModelConfig expected =
        model.startFrom().isPresent()
            ? found.withDropout(model.dropout())
            : ModelSizes.of(model, found.architecture(), found.vocabularySize(), maxTokens);
    pretrained.requireShape(expected);
    ModelConfig shape =
        model.startFrom().isPresent() || found.architecture().learnsPositions()
            ? expected
            : expected.withPositions(rows.maxTokens());
    LossOptions loss =
        new LossOptions(
            finetune.training().loss().labelSmoothing(),
            ClassWeighting.of(finetune.classWeights(), rows));
    return Networks.of(
        new Classification(shape, rows.classes(), loss), GemmProvider.choose(compute).name());
  }

  static void requireOneTokenizer(StageRun run) {
    String ofModel = run.inputManifest("pretrain").inputs().get("preprocess");
    String ofRows = run.inputManifest("label").inputs().get("preprocess");
    if (ofModel != null && ofRows != null && !ofModel.equals(ofRows)) {
      throw SunriseException.of(
          "%s was trained on preprocess output %.12s, %s was encoded by %.12s; run pretrain and"
              + " label again",
          run.input("pretrain"), ofModel, run.input("label"), ofRows);
    }
  }

  private void report(
      StageRun run, Networks networks, int longest, Comparison comparison, String hash) {
    RunFacts facts = new RunFacts(comparison.pretrained().result(), hash);
    facts.counts().forEach(run::count);
    comparison
        .taught()
        .ifPresent(
            both -> {
              run.count("unlabelledRows", both.unlabelledRows());
              run.value("teaching", both.toJson());
            });
    facts.values(networks, finetune.training(), longest).forEach(run::value);
    run.console()
        .line(
            String.format(
                Locale.ROOT,
                "  model.safetensors SHA-256 %s, after epoch %d",
                hash,
                comparison.pretrained().result().epoch()));
    comparison.show(run.console());
  }
}
