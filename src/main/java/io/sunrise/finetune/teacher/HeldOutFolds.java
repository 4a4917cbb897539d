package io.sunrise.finetune.teacher;

import io.sunrise.data.TokenRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One kind of features of the labelled rows in folds, dealt in turn, class after class: the folds'
 * sizes differ by one row at most, and so do a class's rows in them. What each fold's rows are
 * scored by is fitted to the rows outside of it, the features included.
 */
final class HeldOutFolds {
  /** Fewer rows make more folds, so that most of them are learned from. */
  private static final int MANY_ROWS = 1000;

  private final int classes;
  private final List<Fold> folds = new ArrayList<>();

  private record Fold(
      int width, List<SparseRow> learned, int[] labels, List<SparseRow> scored, int[] heldOut) {}

  /**
   * Deals the rows and makes their features.
   *
   * @param rows in order of index, at least two
   * @param fit makes the features of rows to learn from
   */
  HeldOutFolds(List<TokenRow> rows, int classes, Function<List<TokenRow>, Features> fit) {
    this.classes = classes;
    int count = Math.min(rows.size(), rows.size() < MANY_ROWS ? 5 : 3);
    List<TokenRow> dealt = rows.stream().sorted(Comparator.comparingInt(TokenRow::label)).toList();
    for (int number = 0; number < count; number++) {
      folds.add(fold(dealt, number, count, fit));
    }
  }

  private Fold fold(
      List<TokenRow> dealt, int number, int count, Function<List<TokenRow>, Features> fit) {
    List<TokenRow> learned = new ArrayList<>();
    List<TokenRow> heldOut = new ArrayList<>();
    IntStream.range(0, dealt.size())
        .forEach(i -> (i % count == number ? heldOut : learned).add(dealt.get(i)));
    Features features = fit.apply(learned);
    return new Fold(
        features.width(),
        features.of(learned),
        labels(learned),
        features.of(heldOut),
        labels(heldOut));
  }

  /** The mean cross entropy of all rows, each by the model that did not learn from it. */
  double loss(double dataWeight) {
    double loss = 0;
    int rows = 0;
    for (Fold fold : folds) {
      LinearModel model =
          LogisticRegression.fit(fold.learned, fold.labels, classes, fold.width, dataWeight);
      for (int i = 0; i < fold.scored.size(); i++) {
        double[] logits = model.logits(fold.scored.get(i));
        double expected = logits[fold.heldOut[i]];
        loss += Distributions.softmax(logits) - expected;
        rows++;
      }
    }
    return loss / rows;
  }

  static int[] labels(List<TokenRow> rows) {
    return rows.stream().mapToInt(TokenRow::label).toArray();
  }
}
