package io.sunrise.predict;

import io.sunrise.SunriseException;
import io.sunrise.config.PredictSettings;
import io.sunrise.config.Settings;
import io.sunrise.config.Settings.ComputeSettings;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.OutputFiles;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.SourceCheck;
import io.sunrise.data.read.SourceRows;
import io.sunrise.inference.RowScorer;
import io.sunrise.inference.Scored;
import io.sunrise.model.ModelFolder;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.Networks;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaPairRDD;

/** Labels a dataset: writes the same rows in the same order, with the model's predictions. */
public final class PredictStage implements Stage {
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
    return List.of("finetune");
  }

  @Override
  public List<String> externalInputs() {
    return List.of(
        predict
            .input()
            .path()
            .orElseThrow(
                () ->
                    SunriseException.of(
                        "predict.input.path is not set; name an input to label, or pass one text"
                            + " with --text")));
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
    check.require(() -> check.source(sources, PredictInput.source(predict.input())));
  }

  @Override
  public void run(StageRun run) throws IOException {
    ModelFolder model = ModelFolder.open(run.fileSystem(), run.input("finetune"), Map.of());
    Networks networks = Networks.of(model.classification(), GemmProvider.choose(compute).name());
    try (PredictInput input = read(run)) {
      LabelColumns labels = LabelColumns.of(run.spark(), input.columns(), model.labels());
      SparkStep.run(run, "labelling", () -> label(run, input, model, networks, labels));
      SourceRows source = input.source();
      OrderedParquet.writeRejected(
          source.rejected(), source.rejectedRows(), run.output("rejected"));
      count(run, input);
      for (int i = 0; i < labels.words().size(); i++) {
        run.count("label." + labels.words().get(i), labels.counts().get(i).value());
      }
    }
  }

  private long label(
      StageRun run, PredictInput input, ModelFolder model, Networks networks, LabelColumns labels) {
    RowScorer scorer =
        new RowScorer(
            run.spark(),
            networks,
            model.parameters(networks.create().layout()),
            predict.microBatchRows());
    JavaPairRDD<Long, Scored<EncodedRow>> scored =
        scorer.score(EncodedRow.encode(input, model.encoder()), EncodedRow::tokens);
    int files = OutputFiles.ROWS.of(predict.outputFiles(), input.count());
    return new OrderedFiles(run, predict.outputFormat(), files)
        .write(scored, input, labels, "predictions");
  }

  private PredictInput read(StageRun run) {
    AtomicReference<PredictInput> read = new AtomicReference<>();
    SparkStep.run(
        run,
        "reading",
        () -> {
          read.set(PredictInput.read(run.spark(), predict.input(), limits));
          return read.get().count() + read.get().source().rejectedRows();
        });
    return read.get();
  }

  private static void count(StageRun run, PredictInput input) {
    run.count("rows", input.count());
    run.count("rejected", input.source().rejectedRows());
    input
        .source()
        .tallies()
        .forEach(
            tally ->
                tally.reason().ifPresent(reason -> run.count("rejected." + reason, tally.rows())));
  }
}
