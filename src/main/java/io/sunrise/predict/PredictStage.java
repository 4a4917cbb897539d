package io.sunrise.predict;

import io.sunrise.SunriseException;
import io.sunrise.config.PredictSettings;
import io.sunrise.config.Settings;
import io.sunrise.config.Settings.ComputeSettings;
import io.sunrise.data.Locations;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.RejectedShare;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceCheck;
import io.sunrise.data.read.SourceRows;
import io.sunrise.inference.RowScorer;
import io.sunrise.inference.Scored;
import io.sunrise.model.ModelFolder;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.Pooling;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import io.sunrise.stage.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;

/** Labels a dataset: writes the same rows in the same order, with the model's predictions. */
public final class PredictStage implements Stage {
  static final String PREDICTIONS = "predictions";
  static final String REJECTED = "rejected";

  private final PredictSettings predict;
  private final ComputeSettings compute;
  private final ReadLimits limits;

  public PredictStage(Settings settings) {
    this.predict = settings.predict();
    this.compute = settings.compute();
    this.limits = ReadLimits.of(settings.collect());
  }

  /** Whether the configuration names an input to label. */
  public static boolean isConfigured(Settings settings) {
    return settings.predict().input().path().isPresent();
  }

  @Override
  public String name() {
    return "predict";
  }

  @Override
  public List<String> upstream() {
    return predict.model().isPresent() ? List.of() : List.of(TrainedModel.STAGE);
  }

  @Override
  public List<String> externalInputs() {
    String input =
        predict
            .input()
            .path()
            .orElseThrow(
                () ->
                    SunriseException.of(
                        "predict.input.path is not set; name an input to label, or pass one text"
                            + " with --text"));
    return predict.model().map(model -> List.of(input, model)).orElse(List.of(input));
  }

  @Override
  public Optional<String> outputFolder() {
    predict
        .output()
        .ifPresent(output -> predict.input().path().ifPresent(in -> requireApart(in, output)));
    return predict.output();
  }

  /** Refuses a folder whose files the next run would label. */
  private static void requireApart(String input, String output) {
    String folder = Locations.of(output).toString();
    String read = Locations.of(input).toString();
    if (folder.equals(read) || folder.startsWith(read + "/")) {
      throw SunriseException.of(
          "predict.output is %s, in predict.input.path = %s, whose files are read; name a folder"
              + " elsewhere",
          output, input);
    }
  }

  @Override
  public Object settings() {
    return Map.of("predict", predict, "limits", limits);
  }

  @Override
  public Map<String, String> computedBy() {
    return Map.of("gemm", GemmProvider.choose(compute).identity());
  }

  @Override
  public void check(StageCheck check) {
    SourceCheck sources = new SourceCheck(check.spark(), limits);
    check.require(() -> check.source(sources, PredictInput.source(predict.input(), Set.of())));
    predict.model().ifPresent(folder -> check.require(() -> requireModel(folder, check.spark())));
  }

  private void requireModel(String folder, SparkSession spark) {
    ModelFolder model =
        TrainedModel.open(Workspace.ofStage(folder, spark.sparkContext().hadoopConfiguration()));
    if (predict.columns().hasLabels()) {
      model.classification();
    }
  }

  @Override
  public void run(StageRun run) throws IOException {
    if (!predict.incremental()) {
      label(run, PredictInput.source(predict.input(), Set.of()), Optional.empty());
      return;
    }
    Source all = PredictInput.source(predict.input(), Set.of());
    LabelledFiles files = LabelledFiles.of(run, all);
    if (files.pending().isEmpty()) {
      files.commit(List.of());
    } else {
      label(run, PredictInput.source(predict.input(), files.pending()), Optional.of(files));
    }
  }

  /**
   * @param incremental empty if all files are labelled
   */
  private void label(StageRun run, Source source, Optional<LabelledFiles> incremental)
      throws IOException {
    ModelFolder model = model(run);
    try (PredictInput input = read(run, source)) {
      writeRejected(
          run, input.source(), incremental.isEmpty() ? REJECTED : REJECTED + "/" + run.inputHash());
      LabelColumns labels =
          LabelColumns.of(run.spark(), input.columns(), model.labels(), predict.columns());
      FileRanges ranges =
          incremental
              .map(files -> ranges(input, files))
              .orElseGet(() -> FileRanges.equal(input.count(), predict.outputFiles()));
      // New files may all be without a row.
      if (input.count() > 0) {
        OrderedFiles files = new OrderedFiles(run, predict.outputFormat(), ranges);
        SparkStep.run(
            run,
            predict.columns().hasLabels() ? "labelling" : "embedding",
            () -> files.write(score(run, input, model), input, labels, PREDICTIONS));
      }
      incremental.ifPresent(labelled -> labelled.commit(ranges.names()));
      count(run, input, labels);
    }
  }

  private FileRanges ranges(PredictInput input, LabelledFiles files) {
    return FileRanges.byInput(
        input.order().files(), input.count(), predict.outputFiles(), files::folder);
  }

  /** The model, which its manifest's hashes verify where it has one. */
  private ModelFolder model(StageRun run) {
    String folder = predict.model().orElseGet(() -> run.input(TrainedModel.STAGE));
    return TrainedModel.open(
        Workspace.ofStage(folder, run.spark().sparkContext().hadoopConfiguration()));
  }

  private JavaPairRDD<Long, Scored<EncodedRow>> score(
      StageRun run, PredictInput input, ModelFolder model) {
    boolean classifies = predict.columns().hasLabels();
    String gemm = GemmProvider.choose(compute).name();
    Networks networks =
        classifies
            ? Networks.of(model.classification(), gemm)
            : Networks.ofEncoder(model.config(), gemm);
    Pooling pooling = model.pooling().orElse(Pooling.MEAN);
    ParameterLayout layout =
        classifies ? networks.create().layout() : networks.embedder(pooling).layout();
    RowScorer scorer =
        new RowScorer(run.spark(), networks, model.parameters(layout), predict.microBatchRows());
    JavaPairRDD<Long, EncodedRow> rows = EncodedRow.encode(input, model.encoder());
    return switch (predict.columns()) {
      case LABELS -> scorer.score(rows, EncodedRow::tokens);
      case EMBEDDINGS -> scorer.embed(rows, EncodedRow::tokens, pooling);
      case BOTH -> scorer.scoreAndEmbed(rows, EncodedRow::tokens, pooling);
    };
  }

  private void writeRejected(StageRun run, SourceRows source, String folder) {
    if (source.rejectedRows() > 0 || !predict.incremental()) {
      OrderedParquet.writeRejected(source.rejected(), source.rejectedRows(), run.output(folder));
    }
    RejectedShare.require(source, limits, Optional.of(run.output(folder)));
  }

  private PredictInput read(StageRun run, Source source) {
    AtomicReference<PredictInput> read = new AtomicReference<>();
    SparkStep.run(
        run,
        "reading",
        () -> {
          read.set(PredictInput.read(run.spark(), source, limits));
          return read.get().count();
        });
    return read.get();
  }

  private static void count(StageRun run, PredictInput input, LabelColumns labels) {
    SourceRows source = input.source();
    run.count("rows", input.count());
    run.count("rejected", source.rejectedRows());
    source
        .tallies()
        .forEach(
            tally ->
                tally.reason().ifPresent(reason -> run.count("rejected." + reason, tally.rows())));
    run.count("without text", labels.unlabelled().value() - source.rejectedRows());
    for (int i = 0; i < labels.words().size(); i++) {
      run.count("label." + labels.words().get(i), labels.counts().get(i).value());
    }
  }
}
