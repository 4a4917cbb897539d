package io.sunrise.predict;

import io.sunrise.SunriseException;
import io.sunrise.config.PredictSettings;
import io.sunrise.config.Settings;
import io.sunrise.config.Settings.ComputeSettings;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.inference.RowScorer;
import io.sunrise.model.ModelFolder;
import io.sunrise.nn.Gemms;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import io.sunrise.train.TrainingTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Labels a dataset: the same rows in the same order, with what the model says about each. */
public final class PredictStage implements Stage {
  private final PredictSettings predict;
  private final ComputeSettings compute;
  private final ReadLimits limits;

  public PredictStage(Settings settings) {
    this.predict = settings.predict();
    this.compute = settings.compute();
    this.limits = ReadLimits.of(settings.collect());
  }

  /** Whether the configuration names something to label. */
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
                        "predict.input.path is not set; name what to label, or ask about one text"
                            + " by --text")));
  }

  @Override
  public Object settings() {
    return Map.of("predict", predict, "limits", limits);
  }

  @Override
  public Map<String, String> computedBy() {
    return Map.of("gemm", Gemms.choose(compute).identity());
  }

  @Override
  public void run(StageRun run) throws IOException {
    ModelFolder model = ModelFolder.open(run.fileSystem(), run.input("finetune"), Map.of());
    TrainingTask task = model.classification(Gemms.choose(compute).name());
    try (PredictInput input = read(run);
        Scores scores = encode(run, input, model)) {
      RowScorer scorer =
          new RowScorer(
              run.spark(), task, model.classifierParameters(task), predict.microBatchRows());
      Broadcast<InputOrder> order = scores.order();
      JavaPairRDD<Long, Row> rows =
          input
              .rows()
              .toJavaRDD()
              .mapToPair(row -> new Tuple2<>(order.value().index(row.getLong(0)), row));
      LabelColumns columns = LabelColumns.of(run.spark(), input.columns(), model.labels());
      OrderedFiles files = new OrderedFiles(run, predict.outputFormat(), predict.outputFiles());
      SparkStep.run(
          run,
          "labelling",
          () -> files.write(rows, scores.by(scorer), columns, input.count(), "predictions"));
      OrderedParquet.write(input.source().rejected(), Schemas.REJECTED, run.output("rejected"), 1);
      count(run, input);
      for (int i = 0; i < columns.words().size(); i++) {
        run.count("label." + columns.words().get(i), columns.counts().get(i).value());
      }
    }
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

  private static Scores encode(StageRun run, PredictInput input, ModelFolder model) {
    AtomicReference<Scores> encoded = new AtomicReference<>();
    SparkStep.run(
        run,
        "encoding",
        () -> {
          encoded.set(Scores.of(input.texts(), model.encoder()));
          return input.count();
        });
    return encoded.get();
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
