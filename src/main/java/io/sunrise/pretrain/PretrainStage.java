package io.sunrise.pretrain;

import io.sunrise.SunriseException;
import io.sunrise.config.Names;
import io.sunrise.config.PretrainSettings;
import io.sunrise.config.PretrainSettings.PretrainObjective;
import io.sunrise.config.PretrainSettings.WarmStartKind;
import io.sunrise.config.Settings;
import io.sunrise.config.Settings.ComputeSettings;
import io.sunrise.config.Settings.EncoderArchitecture;
import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.Masking;
import io.sunrise.model.ModelFolder;
import io.sunrise.model.ModelWriter;
import io.sunrise.model.StartingModel;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Objective;
import io.sunrise.nn.ReplacedTokens;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.train.RunFacts;
import io.sunrise.train.Training;
import io.sunrise.train.TrainingCheck;
import io.sunrise.train.TrainingJob;
import io.sunrise.train.TrainingResult;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.trace.ConsoleListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Self-supervised learning from the rows of preprocess. */
public final class PretrainStage implements Stage {
  private final PretrainSettings pretrain;
  private final ModelSettings model;
  private final ComputeSettings compute;
  private final int vocabularySize;
  private final int maxTokens;
  private final long seed;

  /** The model is used as it was downloaded. */
  private final boolean skipped;

  public PretrainStage(Settings settings) {
    this.skipped = settings.skipsPretraining();
    this.pretrain = settings.pretrain();
    this.model = settings.model();
    this.compute = settings.compute();
    this.vocabularySize = settings.preprocess().tokenizer().vocabularySize();
    this.maxTokens = settings.preprocess().maxTokens();
    this.seed = settings.seed();
  }

  @Override
  public String name() {
    return "pretrain";
  }

  @Override
  public List<String> upstream() {
    return skipped ? List.of() : List.of("preprocess");
  }

  @Override
  public List<String> externalInputs() {
    return model.startFrom().stream().toList();
  }

  @Override
  public Object settings() {
    return Map.of("pretrain", pretrain, "model", model, "preprocess.max-tokens", maxTokens);
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
    check.require(this::requirePossible);
    // The vocabulary is at most as large as requested.
    ModelConfig expected =
        StartingModel.shape(model, vocabularySize, maxTokens, hadoop(check.spark()));
    if (skipped) {
      return;
    }
    check.require(
        () ->
            StartingModel.of(model, hadoop(check.spark()))
                .ifPresent(start -> start.requireRoom(maxTokens)));
    Networks networks =
        Networks.of(
            new MaskedTokens(expected, pretrain.maskingRate()),
            GemmProvider.choose(compute).name());
    TrainingCheck training = new TrainingCheck(name(), networks, pretrain.training(), maxTokens);
    check.require(() -> check.willWrite(training.require(check.spark(), check::warn)));
    if (pretrain.warmStart() != WarmStartKind.NONE) {
      WarmStart.check(check, expected);
    }
  }

  @Override
  public void run(StageRun run) throws IOException {
    requirePossible();
    Optional<StartingModel> start = start(run);
    if (skipped) {
      copy(run, start.orElseThrow());
    } else {
      learn(run, start);
    }
  }

  /** The model of the last run to continue from, else the one that the settings name, if any. */
  private Optional<StartingModel> start(StageRun run) throws IOException {
    if (!pretrain.incremental() || run.committed().isEmpty()) {
      return StartingModel.of(model, hadoop(run.spark()));
    }
    run.verifyCommitted();
    return StartingModel.of(model.startingFrom(run.input(name())), hadoop(run.spark()));
  }

  /** Leaves the downloaded model as it is, in our form. */
  private void copy(StageRun run, StartingModel start) throws IOException {
    TextEncoder encoder = start.encoder(maxTokens);
    Networks networks = networks(start.config(), encoder.tokenizer());
    float[] parameters = new Continuation(run, networks, start).parameters(seed);
    String hash =
        new ModelWriter(run.fileSystem(), run.output())
            .write(networks, List.of(), encoder, parameters);
    report(run, networks, new RunFacts(TrainingResult.ofNothing(parameters), hash));
  }

  private void learn(StageRun run, Optional<StartingModel> start) throws IOException {
    long started = System.nanoTime();
    run.scratch("checkpoints");
    run.log("trace.jsonl");
    run.log("tensorboard");
    TextEncoder encoder = ModelFolder.encoder(run.fileSystem(), run.input("preprocess"), maxTokens);
    start.ifPresent(from -> from.requireRoom(maxTokens));
    start.ifPresent(from -> from.requireTokenizer(encoder));
    ModelConfig config =
        StartingModel.shape(
            model, encoder.tokenizer().vocabularySize(), maxTokens, hadoop(run.spark()));
    start.ifPresent(from -> from.requireShape(config));
    Networks networks = networks(config, encoder.tokenizer());
    try (SplitRows rows = SplitRows.of(run, seed, pretrain.validationShare())) {
      rows.warn(run.console(), pretrain);
      Optional<TokenVectors> vectors = vectors(run, rows, config, encoder.tokenizer());
      float[] first =
          start.isPresent()
              ? new Continuation(run, networks, start.get()).parameters(seed)
              : new WarmStart(networks, seed).parameters(vectors);
      TrainingJob job = job(run, networks, first);
      if (pretrain.budget() > 0) {
        job = job.ofSteps(new Budget(run, pretrain.budget(), started).steps(job, rows));
      }
      TrainingResult result = train(run, job, rows);
      String hash =
          new ModelWriter(run.fileSystem(), run.output())
              .write(networks, List.of(), encoder, result.parameters());
      new MaskedExamples(networks, seed, encoder.tokenizer())
          .write(run, rows.validation(), result.parameters());
      if (vectors.isPresent()) {
        new NeighbourExamples(vectors.get(), encoder.tokenizer()).write(run);
      }
      run.count("trainRows", rows.trainRows());
      run.count("validationRows", rows.validationRows());
      report(run, networks, new RunFacts(result, hash));
    }
  }

  /** Those to start from, beside which others are left for teachers. */
  private Optional<TokenVectors> vectors(
      StageRun run, SplitRows rows, ModelConfig config, Tokenizer tokenizer) throws IOException {
    if (pretrain.warmStart() == WarmStartKind.NONE) {
      return Optional.empty();
    }
    CountedVectors counted =
        new CountedVectors(run, rows.train(), config.vocabularySize(), tokenizer.special(), seed);
    TokenVectors near = counted.near(pretrain.warmStartWindow(), config.hiddenSize());
    if (pretrain.passageVectors()) {
      counted.ofPassages(maxTokens);
    }
    return Optional.of(near);
  }

  private void requirePossible() {
    if (pretrain.isSkipped() && !skipped) {
      throw new SunriseException(
          "pretrain.epochs is 0, which is no pre-training: raise it, or name a model with"
              + " model.start-from to use it as it is");
    }
    if (pretrain.incremental() && skipped) {
      throw new SunriseException(
          "pretrain.incremental is true, and pretrain.epochs = 0 trains nothing: leave one of the"
              + " two out");
    }
    if (pretrain.incremental() && pretrain.objective() == PretrainObjective.REPLACED) {
      throw new SunriseException(
          "pretrain.incremental continues from a model, and pretrain.objective = replaced keeps no"
              + " generator to continue with: set pretrain.objective = masked, or leave incremental"
              + " out");
    }
    if (pretrain.objective() == PretrainObjective.REPLACED && model.startFrom().isPresent()) {
      throw new SunriseException(
          "pretrain.objective = replaced trains a model of its own, and model.start-from names one:"
              + " set pretrain.objective = masked, or leave model.start-from out");
    }
    if (pretrain.objective() == PretrainObjective.REPLACED
        && model.architecture() != EncoderArchitecture.BERT) {
      throw SunriseException.of(
          "pretrain.objective = replaced trains ELECTRA, whose encoder is BERT's, and"
              + " model.architecture is %s: set model.architecture = bert",
          Names.kebab(model.architecture().name()));
    }
  }

  private Networks networks(ModelConfig config, Tokenizer tokenizer) {
    return Networks.of(objective(config, tokenizer), GemmProvider.choose(compute).name());
  }

  private Objective objective(ModelConfig config, Tokenizer tokenizer) {
    Masking masking =
        pretrain.wholeWordMasking()
            ? new Masking(pretrain.maskingRate(), tokenizer.continuations(), tokenizer.special())
            : Masking.ofTokens(pretrain.maskingRate(), tokenizer.special());
    LossOptions loss = new LossOptions(pretrain.training().loss().labelSmoothing(), List.of());
    return switch (pretrain.objective()) {
      case MASKED -> new MaskedTokens(config, masking, loss);
      case REPLACED ->
          new ReplacedTokens(
              config.as(Architecture.ELECTRA), pretrain.generatorSize(), masking, loss);
    };
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  private TrainingJob job(StageRun run, Networks networks, float[] initialParameters) {
    TrainingRun identity = new TrainingRun(name(), run.output(), run.inputHash(), 1, seed);
    return new TrainingJob(networks, initialParameters, pretrain.training(), identity, maxTokens);
  }

  private TrainingResult train(StageRun run, TrainingJob job, SplitRows rows) {
    try (ConsoleListener listener = new ConsoleListener(run.console(), name())) {
      return Training.run(run.spark(), job, rows.train(), rows.validation(), listener);
    }
  }

  private void report(StageRun run, Networks networks, RunFacts facts) {
    facts.counts().forEach(run::count);
    facts.values(networks, pretrain.training(), maxTokens).forEach(run::value);
    run.console().line("  model.safetensors SHA-256 " + facts.weightsSha256());
  }
}
