package io.sunrise.finetune.teacher;

import io.sunrise.data.TokenRow;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final int[] labels;
  private final double[] weights;
  private final List<Fold> folds = new ArrayList<>();

  private record Fold(LabelledFeatures learned, List<SparseRow> scored, int[] heldOut) {}

  /**
   * How much the data weigh, and what follows for the rows.
   *
   * @param logits of each row by the model that did not learn from it, (rows, classes)
   */
  record Chosen(double dataWeight, double[][] logits) {}

  private HeldOutFolds(int[] labels, double[] weights) {
    this.labels = labels;
    this.weights = weights;
  }

  /**
   * Deals the rows and makes their features.
   *
   * @param rows in order of index, at least two
   * @param fit makes the features of rows to learn from
   */
  static HeldOutFolds of(List<TokenRow> rows, int classes, Function<List<TokenRow>, Features> fit) {
    HeldOutFolds folds = new HeldOutFolds(labels(rows), weights(rows));
    for (boolean[] heldOut : dealt(folds.labels)) {
      List<TokenRow> learned = chosen(rows, heldOut, false);
      List<TokenRow> scored = chosen(rows, heldOut, true);
      Features features = fit.apply(learned);
      folds.folds.add(
          new Fold(
              labelled(learned, classes, features), features.of(scored), places(heldOut, true)));
    }
    return folds;
  }

  /** The features of rows with their labels and weights. */
  static LabelledFeatures labelled(List<TokenRow> rows, int classes, Features features) {
    return new LabelledFeatures(
        classes, features.width(), features.of(rows), labels(rows), weights(rows));
  }

  /** Deals rows whose features do not depend on the others. */
  static HeldOutFolds of(LabelledFeatures rows) {
    HeldOutFolds folds = new HeldOutFolds(rows.labels(), rows.weights());
    for (boolean[] heldOut : dealt(rows.labels())) {
      int[] learned = places(heldOut, false);
      folds.folds.add(
          new Fold(
              new LabelledFeatures(
                  rows.classes(),
                  rows.width(),
                  chosen(rows.rows(), heldOut, false),
                  Arrays.stream(learned).map(row -> rows.labels()[row]).toArray(),
                  Arrays.stream(learned).mapToDouble(row -> rows.weights()[row]).toArray()),
              chosen(rows.rows(), heldOut, true),
              places(heldOut, true)));
    }
    return folds;
  }

  /** Which rows each fold holds out. */
  private static List<boolean[]> dealt(int[] labels) {
    int count = Math.min(labels.length, labels.length < MANY_ROWS ? 5 : 3);
    int[] order =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingInt(row -> labels[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<boolean[]> folds = new ArrayList<>();
    for (int fold = 0; fold < count; fold++) {
      boolean[] heldOut = new boolean[labels.length];
      for (int place = fold; place < order.length; place += count) {
        heldOut[order[place]] = true;
      }
      folds.add(heldOut);
    }
    return folds;
  }

  private static int[] places(boolean[] heldOut, boolean ofFold) {
    return IntStream.range(0, heldOut.length).filter(row -> heldOut[row] == ofFold).toArray();
  }

  private static <T> List<T> chosen(List<T> rows, boolean[] heldOut, boolean ofFold) {
    return IntStream.range(0, rows.size())
        .filter(row -> heldOut[row] == ofFold)
        .mapToObj(rows::get)
        .toList();
  }

  private Chosen with(double dataWeight) {
    double[][] logits = new double[labels.length][];
    for (Fold fold : folds) {
      LinearModel model = LogisticRegression.fit(fold.learned, dataWeight);
      for (int i = 0; i < fold.heldOut.length; i++) {
        logits[fold.heldOut[i]] = model.logits(fold.scored.get(i));
      }
    }
    return new Chosen(dataWeight, logits);
  }

  /** The weighted cross entropy of all rows. */
  private double loss(Chosen chosen) {
    double loss = 0;
    for (int row = 0; row < labels.length; row++) {
      double[] logits = chosen.logits[row].clone();
      double expected = logits[labels[row]];
      loss += weights[row] * (Distributions.softmax(logits) - expected);
    }
    return loss;
  }

  /**
   * Of weights of the data from least to most, the last one that was better than the one before:
   * they are raised as long as that helps.
   */
  Chosen bestOf(double... dataWeights) {
    Chosen best = with(dataWeights[0]);
    double bestLoss = loss(best);
    for (int i = 1; i < dataWeights.length; i++) {
      Chosen next = with(dataWeights[i]);
      double loss = loss(next);
      if (loss >= bestLoss) {
        break;
      }
      best = next;
      bestLoss = loss;
    }
    return best;
  }

  static int[] labels(List<TokenRow> rows) {
    return rows.stream().mapToInt(TokenRow::label).toArray();
  }

  static double[] weights(List<TokenRow> rows) {
    return rows.stream().mapToDouble(TokenRow::weight).toArray();
  }
}
