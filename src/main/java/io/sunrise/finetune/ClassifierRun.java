package io.sunrise.finetune;

import io.sunrise.config.FinetuneSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.console.JobDescription;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.finetune.teacher.Teacher;
import io.sunrise.inference.RowScorer;
import io.sunrise.inference.Scored;
import io.sunrise.metric.Evaluation;
import io.sunrise.metric.Metrics;
import io.sunrise.nn.Classification;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.train.TaskTraining;
import io.sunrise.train.Training;
import io.sunrise.train.TrainingJob;
import io.sunrise.train.TrainingResult;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.trace.ConsoleListener;
import io.sunrise.train.trace.EpochRecord;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/** Trains and measures one classifier; several that differ in nothing but their first weights. */
final class ClassifierRun {

  /** A trained classifier and how good it is. */
  record Outcome(TrainingResult result, ModelScores scores) {
    List<EpochRecord> epochs() {
      return result.epochs();
    }
  }

  private final StageRun run;
  private final LabelledRows rows;
  private final Networks networks;
  private final TrainingSettings settings;

  ClassifierRun(StageRun run, LabelledRows rows, Networks networks, TrainingSettings settings) {
    this.run = run;
    this.rows = rows;
    this.networks = networks;
    this.settings = settings;
  }

  /** One that learns from the labelled rows alone, and gently where they are few. */
  static ClassifierRun ofLabelled(
      StageRun run, LabelledRows rows, Networks networks, FinetuneSettings finetune) {
    long count = rows.train().count();
    TrainingSettings training = finetune.training(count);
    double full = finetune.training().learningRate();
    if (training.learningRate() < full) {
      run.console()
          .line(
              String.format(
                  Locale.ROOT,
                  "  %,d train rows are few: the pre-trained model learns from them at a peak rate of"
                      + " %.1e instead of %.1e (finetune.full-rate-rows)",
                  count,
                  training.learningRate(),
                  full));
    }
    return new ClassifierRun(run, rows, networks, training);
  }

  ParameterLayout layout() {
    return networks.create().layout();
  }

  /**
   * The same model once over the labelled rows and these.
   *
   * @param soft rows with probabilities of the classes
   */
  ClassifierRun taughtBy(Dataset<Row> soft) {
    TaskTraining taught = Taught.training(new TaskTraining(networks, settings));
    Dataset<Row> both = TaughtRows.of((Classification) networks.objective(), rows.train(), soft);
    return new ClassifierRun(run, rows.learning(both), taught.networks(), taught.settings());
  }

  /** A teacher and this model, once it is trained, together. */
  Teacher joining(Teacher teacher, Outcome trained, long seed) {
    return teacher.with(networks, trained.result().parameters(), rows.knownToValidate(seed));
  }

  /** Starts the last layer from what the layers below make of the train rows. */
  float[] probed(float[] parameters, long seed) {
    List<TokenRow> known = rows.known(seed);
    return SparkStep.run(
        run,
        "the head is fitted to frozen features",
        () ->
            new Probing(networks, settings.microBatchRows())
                .onExecutors(run.spark(), parameters, known),
        fitted -> known.size());
  }

  private TrainingResult train(float[] initialParameters, TrainingRun identity) {
    TrainingJob job =
        new TrainingJob(networks, initialParameters, settings, identity, rows.longestRow());
    try (ConsoleListener listener = new ConsoleListener(run.console(), identity.stage())) {
      return Training.run(run.spark(), job, rows.train(), rows.validation(), listener);
    }
  }

  Outcome of(float[] initialParameters, TrainingRun identity) {
    TrainingResult result = train(initialParameters, identity);
    RowScorer scorer =
        new RowScorer(run.spark(), networks, result.parameters(), settings.microBatchRows());
    ModelScores scores =
        JobDescription.step(
            run.spark().sparkContext(),
            identity.stage() + ", scoring",
            () ->
                new ModelScores(measure(scorer, rows.validation()), measure(scorer, rows.test())));
    return new Outcome(result, scores);
  }

  private Metrics measure(RowScorer scorer, Dataset<Row> part) {
    JavaPairRDD<Long, TokenRow> keyed =
        part.select(Schemas.INDEX, Schemas.LABEL, Schemas.TOKENS)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getLong(0), tokenRow(row)));
    JavaRDD<Row> scored =
        scorer.score(keyed, TokenRow::tokens).values().map(ClassifierRun::scoredRow);
    return Evaluation.of(run.spark().createDataFrame(scored, Evaluation.SCORED), rows.classes());
  }

  private static TokenRow tokenRow(Row row) {
    return new TokenRow(row.getLong(0), row.getInt(1), Schemas.ids(row, 2));
  }

  private static Row scoredRow(Scored<TokenRow> scored) {
    return RowFactory.create(
        (double) scored.row().label(), (double) scored.prediction(), scored.probabilities()[1]);
  }
}
