package io.sunrise.finetune.teacher;

import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.TokenRow;
import io.sunrise.finetune.teacher.Teacher.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Learns a teacher from labelled rows: logistic regression on TF-IDF and, where there are vectors
 * of the tokens, on their mean. How much each holds its weights small is chosen on rows held out by
 * folds, since few rows have to do for all of this.
 */
public final class TeacherTraining {
  /** How much the data weigh against small weights, from least to most: scikit-learn's C. */
  private static final double[] DATA_WEIGHTS = {0.3, 1, 3, 10, 30, 100};

  /** The optimizer holds a dozen vectors of this many numbers. */
  private static final int PARAMETERS = 1 << 21;

  private static final int MOST_GRAMS = 1 << 16;

  private TeacherTraining() {}

  /**
   * Learns from rows.
   *
   * @param rows in order of index, at least two, each with a label
   * @param classes at least 2
   */
  public static Teacher learn(List<TokenRow> rows, int classes, Optional<TokenVectors> vectors) {
    int grams = Math.min(MOST_GRAMS, Math.max(1, PARAMETERS / classes));
    List<Member> members = new ArrayList<>();
    members.add(member(rows, classes, learned -> GramWeights.fit(learned, grams)));
    vectors.ifPresent(
        known -> members.add(member(rows, classes, learned -> MeanVectors.fit(learned, known))));
    return new Teacher(members, classes);
  }

  private static Member member(
      List<TokenRow> rows, int classes, Function<List<TokenRow>, Features> fit) {
    double dataWeight = dataWeight(new HeldOutFolds(rows, classes, fit));
    Features features = fit.apply(rows);
    return new Member(
        features,
        LogisticRegression.fit(
            features.of(rows), HeldOutFolds.labels(rows), classes, features.width(), dataWeight));
  }

  /** Raises the weight of the data as long as that helps. */
  private static double dataWeight(HeldOutFolds folds) {
    double best = DATA_WEIGHTS[0];
    double bestLoss = folds.loss(best);
    for (int i = 1; i < DATA_WEIGHTS.length; i++) {
      double loss = folds.loss(DATA_WEIGHTS[i]);
      if (loss >= bestLoss) {
        break;
      }
      best = DATA_WEIGHTS[i];
      bestLoss = loss;
    }
    return best;
  }
}
