package io.sunrise.finetune.teacher;

import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.TokenRow;
import io.sunrise.finetune.teacher.Teacher.Member;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Learns a teacher from labelled rows: logistic regression on TF-IDF and, where there are vectors
 * of the tokens, on their mean. How much each holds its weights small is chosen on rows held out by
 * folds, since few rows have to do for all of this.
 */
public final class TeacherTraining implements Serializable {
  /** How much the data weigh against small weights, from least to most: scikit-learn's C. */
  private static final double[] DATA_WEIGHTS = {0.3, 1, 3, 10, 30, 100};

  /** The optimizer holds a dozen vectors of this many numbers. */
  private static final int PARAMETERS = 1 << 21;

  private static final int MOST_GRAMS = 1 << 16;

  private final int classes;

  /** Null where there are none, as an Optional is not serializable. */
  private final TokenVectors vectors;

  /**
   * For rows of some classes.
   *
   * @param classes at least 2
   */
  public TeacherTraining(int classes, Optional<TokenVectors> vectors) {
    this.classes = classes;
    this.vectors = vectors.orElse(null);
  }

  public boolean hasVectors() {
    return vectors != null;
  }

  /**
   * Learns from rows by all that there is.
   *
   * @param rows in order of index, at least two, each with a label
   */
  public Teacher learn(List<TokenRow> rows) {
    int grams = Math.min(MOST_GRAMS, Math.max(1, PARAMETERS / classes));
    List<Member> members = new ArrayList<>();
    members.add(member(rows, learned -> GramWeights.fit(learned, grams)));
    if (hasVectors()) {
      members.add(ofVectors(rows));
    }
    return new Teacher(members, classes);
  }

  /** The same by the vectors alone, which there must be. */
  public Teacher learnByVectors(List<TokenRow> rows) {
    return new Teacher(List.of(ofVectors(rows)), classes);
  }

  private Member ofVectors(List<TokenRow> rows) {
    return member(rows, learned -> MeanVectors.fit(learned, vectors));
  }

  private Member member(List<TokenRow> rows, Function<List<TokenRow>, Features> fit) {
    double dataWeight = HeldOutFolds.of(rows, classes, fit).bestOf(DATA_WEIGHTS);
    Features features = fit.apply(rows);
    return new Member(
        features,
        LogisticRegression.fit(
            features.of(rows), HeldOutFolds.labels(rows), classes, features.width(), dataWeight));
  }
}
