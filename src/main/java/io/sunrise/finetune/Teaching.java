package io.sunrise.finetune;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.HashSample;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.finetune.teacher.SoftLabels;
import io.sunrise.finetune.teacher.Teacher;
import io.sunrise.finetune.teacher.TeacherTraining;
import io.sunrise.metric.Evaluation;
import io.sunrise.metric.Metrics;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A teacher that learns from the train rows and labels rows of the corpus for a student. Nothing of
 * it is stored: after an interruption it does the same again, to the same bits.
 */
final class Teaching {
  /** The teacher learns in one thread of the driver; of more train rows a hash chooses these. */
  private static final int TEACHER_ROWS = 50_000;

  private final StageRun run;
  private final LabelledRows rows;
  private final long seed;

  Teaching(StageRun run, LabelledRows rows, long seed) {
    this.run = run;
    this.rows = rows;
    this.seed = seed;
  }

  /** Refuses a workspace without rows of the corpus that the model can read. */
  static void requireCorpus(StageRun run) throws IOException {
    if (!run.fileSystem().exists(new Path(tokens(run)))) {
      throw SunriseException.of(
          "%s: not there, and finetune.unlabelled-rows needs rows of the corpus; run preprocess"
              + " again with --force, or set finetune.unlabelled-rows = 0",
          tokens(run));
    }
    String corpus = run.inputManifest("preprocess").hash();
    String ofRows = run.inputManifest("label").inputs().getOrDefault("preprocess", corpus);
    if (!ofRows.equals(corpus)) {
      throw SunriseException.of(
          "%s was encoded by preprocess output %.12s, the rows of the corpus by %.12s; run pretrain"
              + " and label again",
          run.input("label"), ofRows, corpus);
    }
  }

  private static String tokens(StageRun run) {
    return run.input("preprocess") + "/tokens";
  }

  /**
   * Teaches.
   *
   * @param most rows of the corpus
   * @param plain learned from the labelled rows alone
   * @param student learns from rows with probabilities of the classes, then from the labelled ones
   */
  Taught teach(
      int most, ClassifierRun.Outcome plain, Function<LabelledRows, ClassifierRun.Outcome> student)
      throws IOException {
    Optional<TokenVectors> vectors = vectors();
    List<TokenRow> known = known();
    Teacher teacher =
        SparkStep.run(
            run,
            "a teacher learns from TF-IDF" + (vectors.isPresent() ? " and vectors" : ""),
            () -> TeacherTraining.learn(known, rows.classes(), vectors),
            learned -> known.size());
    Dataset<Row> corpus =
        Locations.reader(run.spark()).schema(Schemas.TOKEN_ROWS).parquet(tokens(run));
    try (SoftLabels labels = SoftLabels.of(corpus, teacher)) {
      ModelScores scores =
          new ModelScores(measure(labels, rows.validation()), measure(labels, rows.test()));
      Dataset<Row> chosen =
          SparkStep.run(
              run,
              "the teacher labels the corpus",
              () -> labels.certain(most, CounterRandom.key(seed, "unlabelled rows")),
              Dataset::count);
      long count = chosen.count();
      return new Taught(scores, student.apply(rows.learning(chosen)), plain, count);
    }
  }

  /** The train rows, in order of index. */
  private List<TokenRow> known() {
    long key = CounterRandom.key(seed, "teacher rows");
    return HashSample.keep(
            rows.train(), TEACHER_ROWS, key, List.of(Schemas.ID), List.of(Schemas.INDEX))
        .select(Schemas.INDEX, Schemas.LABEL, Schemas.TOKENS)
        .orderBy(Schemas.INDEX)
        .collectAsList()
        .stream()
        .map(row -> new TokenRow(row.getLong(0), row.getInt(1), Schemas.ids(row, 2)))
        .toList();
  }

  /** Pre-training's, where it started from some. */
  private Optional<TokenVectors> vectors() throws IOException {
    Path file = new Path(run.input("pretrain"), TokenVectors.FILE);
    if (!run.fileSystem().exists(file)) {
      return Optional.empty();
    }
    long length = run.fileSystem().getFileStatus(file).getLen();
    try (InputStream in = run.fileSystem().open(file)) {
      return Optional.of(TokenVectors.read(in, length, file.toString()));
    }
  }

  private Metrics measure(SoftLabels labels, Dataset<Row> part) {
    return Evaluation.of(labels.scored(part), rows.classes());
  }
}
