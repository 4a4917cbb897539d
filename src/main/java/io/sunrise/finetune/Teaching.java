package io.sunrise.finetune;

import io.sunrise.CounterRandom;
import io.sunrise.data.TokenRow;
import io.sunrise.finetune.teacher.SoftLabels;
import io.sunrise.finetune.teacher.Teacher;
import io.sunrise.finetune.teacher.TeacherTraining;
import io.sunrise.metric.Evaluation;
import io.sunrise.metric.Metrics;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A teacher that learns from the train rows and labels rows of the corpus for a student. It is a
 * few linear classifiers, which choose the rows, and the plain model beside them, as far as that
 * helps (Xie et al. 2020). Nothing of it is stored: after an interruption it does the same again,
 * to the same bits.
 */
final class Teaching {
  private final StageRun run;
  private final LabelledRows rows;
  private final long seed;

  Teaching(StageRun run, LabelledRows rows, long seed) {
    this.run = run;
    this.rows = rows;
    this.seed = seed;
  }

  /**
   * Teaches.
   *
   * @param most rows of the corpus
   * @param plain learned from the labelled rows alone
   * @param joining adds the plain model to a teacher
   * @param student learns from rows with probabilities of the classes and from the labelled ones
   */
  Taught teach(
      int most,
      ClassifierRun.Outcome plain,
      UnaryOperator<Teacher> joining,
      Function<Dataset<Row>, ClassifierRun.Outcome> student)
      throws IOException {
    TeacherTraining training = new TeacherTraining(rows.classes(), Corpus.vectors(run));
    List<TokenRow> known = rows.known(seed);
    Teacher linear =
        SparkStep.run(
            run,
            "a teacher learns from TF-IDF" + (training.hasVectors() ? " and vectors" : ""),
            () -> training.learn(known),
            learned -> known.size());
    CorpusTexts texts = Corpus.texts(run, rows);
    try (SoftLabels candidates = SoftLabels.of(Corpus.candidates(texts, most, seed), linear)) {
      Dataset<Row> certain =
          SparkStep.run(
              run,
              "the teacher labels the corpus",
              () -> candidates.certain(most, softKey(seed)),
              Dataset::count);
      Teacher teacher = joining.apply(linear);
      try (SoftLabels labels = SoftLabels.of(certain, teacher)) {
        long count =
            SparkStep.run(
                run,
                "the teacher and the plain model label it",
                () -> labels.all().count(),
                rows -> rows);
        ModelScores scores =
            new ModelScores(measure(labels, rows.validation()), measure(labels, rows.test()));
        return new Taught(scores, student.apply(labels.all()), plain, count);
      }
    }
  }

  /** Of the choice among the rows that the teacher labelled. */
  static long softKey(long seed) {
    return CounterRandom.key(seed, "unlabelled rows");
  }

  private Metrics measure(SoftLabels labels, Dataset<Row> part) {
    return Evaluation.of(labels.scored(part), rows.classes());
  }
}
