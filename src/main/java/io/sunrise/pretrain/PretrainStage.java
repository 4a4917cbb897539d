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
import io.sunrise.nn.Architecture;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
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

/** Self-supervised learning from the rows of preprocess. */
public final class PretrainStage implements Stage {
  private final PretrainSettings pretrain;
  private final ModelSettings model;
  private final ComputeSettings compute;
  private final int vocabularySize;
  private final int maxTokens;
  private final long seed;

  public PretrainStage(Settings settings) {
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
    return List.of("preprocess");
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
    check.require(this::requireArchitecture);
    // The vocabulary is at most as large as requested.
    ModelConfig expected = ModelSizes.of(model, vocabularySize, maxTokens);
    Networks networks =
        Networks.of(
            new MaskedTokens(expected, pretrain.maskingRate()),
            GemmProvider.choose(compute).name());
    TrainingCheck training = new TrainingCheck(name(), networks, pretrain.training());
    check.require(() -> check.willWrite(training.require(check.spark(), check::warn)));
    if (pretrain.warmStart() != WarmStartKind.NONE) {
      WarmStart.check(check, expected);
    }
  }

  @Override
  public void run(StageRun run) throws IOException {
    long started = System.nanoTime();
    run.scratch("checkpoints");
    run.log("trace.jsonl");
    run.log("tensorboard");
    TextEncoder encoder = ModelFolder.encoder(run.fileSystem(), run.input("preprocess"), maxTokens);
    Objective objective = objective(encoder.tokenizer());
    Networks networks = Networks.of(objective, GemmProvider.choose(compute).name());
    try (SplitRows rows = SplitRows.of(run, seed, pretrain.validationShare())) {
      WarmStart start = new WarmStart(run, networks, pretrain, seed);
      Optional<TokenVectors> vectors = start.vectors(rows.train());
      TrainingJob job = job(run, networks, start.parameters(vectors));
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
      report(run, networks, rows, new RunFacts(result, hash));
    }
  }

  private void requireArchitecture() {
    if (pretrain.objective() == PretrainObjective.REPLACED
        && model.architecture() != EncoderArchitecture.BERT) {
      throw SunriseException.of(
          "pretrain.objective = replaced trains ELECTRA, whose encoder is BERT's, and"
              + " model.architecture is %s: set model.architecture = bert",
          Names.kebab(model.architecture().name()));
    }
  }

  private Objective objective(Tokenizer tokenizer) {
    requireArchitecture();
    ModelConfig config = ModelSizes.of(model, tokenizer.vocabularySize(), maxTokens);
    Masking masking =
        pretrain.wholeWordMasking()
            ? new Masking(pretrain.maskingRate(), tokenizer.continuations())
            : Masking.ofTokens(pretrain.maskingRate());
    LossOptions loss = new LossOptions(pretrain.training().loss().labelSmoothing(), List.of());
    return switch (pretrain.objective()) {
      case MASKED -> new MaskedTokens(config, masking, loss);
      case REPLACED ->
          new ReplacedTokens(
              config.as(Architecture.ELECTRA), pretrain.generatorSize(), masking, loss);
    };
  }

  private TrainingJob job(StageRun run, Networks networks, float[] initialParameters) {
    TrainingRun identity = new TrainingRun(name(), run.output(), run.inputHash(), 1, seed);
    return new TrainingJob(networks, initialParameters, pretrain.training(), identity);
  }

  private TrainingResult train(StageRun run, TrainingJob job, SplitRows rows) {
    try (ConsoleListener listener = new ConsoleListener(run.console(), name())) {
      return Training.run(run.spark(), job, rows.train(), rows.validation(), listener);
    }
  }

  private void report(StageRun run, Networks networks, SplitRows rows, RunFacts facts) {
    run.count("trainRows", rows.trainRows());
    run.count("validationRows", rows.validationRows());
    facts.counts().forEach(run::count);
    facts.values(networks, pretrain.training(), maxTokens).forEach(run::value);
    run.console().line("  model.safetensors SHA-256 " + facts.weightsSha256());
  }
}
