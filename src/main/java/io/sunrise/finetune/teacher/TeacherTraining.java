package io.sunrise.finetune.teacher;

import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.TokenRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Learns a teacher from labelled rows: logistic regression on TF-IDF and, where there are vectors
 * of the tokens, on the mean of each kind of these. How much each holds its weights small, and how
 * much it counts beside the others, is chosen on rows held out by folds, since few rows have to do
 * for all of this.
 */
public final class TeacherTraining implements Serializable {
  /** How much the data weigh against small weights, from least to most: scikit-learn's C. */
  private static final double[] DATA_WEIGHTS = {0.3, 1, 3, 10, 30, 100};

  /** The optimizer holds a dozen vectors of this many numbers. */
  private static final int PARAMETERS = 1 << 21;

  private static final int MOST_GRAMS = 1 << 16;

  private final int classes;

  private final List<TokenVectors> vectors;

  /**
   * For rows of some classes.
   *
   * @param classes at least 2
   * @param vectors of tokens, by what was counted for them; may be none
   */
  public TeacherTraining(int classes, List<TokenVectors> vectors) {
    this.classes = classes;
    this.vectors = List.copyOf(vectors);
  }

  public boolean hasVectors() {
    return !vectors.isEmpty();
  }

  /**
   * Learns from rows by all that there is.
   *
   * @param rows in order of index, at least two, each with a label
   */
  public Teacher learn(List<TokenRow> rows) {
    int grams = Math.min(MOST_GRAMS, Math.max(1, PARAMETERS / classes));
    List<Function<List<TokenRow>, Features>> kinds = new ArrayList<>();
    kinds.add(learned -> GramWeights.fit(learned, grams));
    kinds.addAll(ofVectors());
    return learn(rows, kinds);
  }

  /** The same by the vectors alone, of which there must be some. */
  public Teacher learnByVectors(List<TokenRow> rows) {
    return learn(rows, ofVectors());
  }

  private List<Function<List<TokenRow>, Features>> ofVectors() {
    return vectors.stream()
        .map(each -> (Function<List<TokenRow>, Features>) learned -> MeanVectors.fit(learned, each))
        .toList();
  }

  private Teacher learn(List<TokenRow> rows, List<Function<List<TokenRow>, Features>> kinds) {
    int[] labels = HeldOutFolds.labels(rows);
    List<HeldOutFolds.Chosen> chosen =
        kinds.stream()
            .map(fit -> HeldOutFolds.of(rows, classes, fit).bestOf(DATA_WEIGHTS))
            .toList();
    double[] shares =
        MemberWeights.fit(
            chosen.stream().map(HeldOutFolds.Chosen::logits).toList(),
            labels,
            HeldOutFolds.weights(rows));
    List<Member> members = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      if (shares[kind] > 0) {
        Features features = kinds.get(kind).apply(rows);
        double dataWeight = chosen.get(kind).dataWeight();
        LinearModel model =
            LogisticRegression.fit(HeldOutFolds.labelled(rows, classes, features), dataWeight);
        members.add(new Member.Linear(features, model.times(shares[kind])));
      }
    }
    return new Teacher(members, classes);
  }
}
