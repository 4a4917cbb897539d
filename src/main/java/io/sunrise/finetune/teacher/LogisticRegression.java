package io.sunrise.finetune.teacher;

import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression: minimises the weighted mean cross entropy of the rows plus |W|²
 * / (2 C n) for n rows, biases left out. Own code because it fits in one thread without a Spark
 * job, of which MLlib's takes dozens, and a teacher is fitted dozens of times.
 */
final class LogisticRegression implements QuasiNewton.Function {
  private static final int ITERATIONS = 40;
  private static final double TOLERANCE = 1e-3;

  private final List<SparseRow> rows;
  private final int[] labels;
  private final double[] weights;
  private final int classes;
  private final int biases;
  private final double penalty;
  private final double[] scores;

  private LogisticRegression(LabelledFeatures features, double dataWeight) {
    this.rows = features.rows();
    this.labels = features.labels();
    double mean = Arrays.stream(features.weights()).sum() / rows.size();
    this.weights = Arrays.stream(features.weights()).map(weight -> weight / mean).toArray();
    this.classes = features.classes();
    this.biases = features.width() * classes;
    this.penalty = 1 / (dataWeight * rows.size());
    this.scores = new double[classes];
  }

  /**
   * Fits the weights, from 0.
   *
   * @param rows at least one; only the ratios of their weights matter
   * @param dataWeight C, how much the rows weigh against small weights
   */
  static LinearModel fit(LabelledFeatures rows, double dataWeight) {
    LogisticRegression loss = new LogisticRegression(rows, dataWeight);
    double[] start = new double[loss.biases + loss.classes];
    double[] found = QuasiNewton.minimize(loss, start, ITERATIONS, TOLERANCE);
    float[] parameters = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      parameters[i] = (float) found[i];
    }
    return new LinearModel(loss.classes, parameters);
  }

  @Override
  public double at(double[] parameters, double[] gradient) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int row = 0; row < rows.size(); row++) {
      loss += score(row, parameters);
      addGradient(rows.get(row), gradient);
    }
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= rows.size();
      if (i < biases) {
        squares += parameters[i] * parameters[i];
        gradient[i] += penalty * parameters[i];
      }
    }
    return loss / rows.size() + penalty * squares / 2;
  }

  /** The loss of a row; leaves its gradient for the logits in {@link #scores}. */
  private double score(int row, double[] parameters) {
    SparseRow features = rows.get(row);
    System.arraycopy(parameters, biases, scores, 0, classes);
    for (int i = 0; i < features.columns().length; i++) {
      int at = features.columns()[i] * classes;
      for (int c = 0; c < classes; c++) {
        scores[c] += features.values()[i] * parameters[at + c];
      }
    }
    double expected = scores[labels[row]];
    double loss = Distributions.softmax(scores) - expected;
    scores[labels[row]] -= 1;
    for (int c = 0; c < classes; c++) {
      scores[c] *= weights[row];
    }
    return weights[row] * loss;
  }

  private void addGradient(SparseRow row, double[] gradient) {
    for (int i = 0; i < row.columns().length; i++) {
      int at = row.columns()[i] * classes;
      for (int c = 0; c < classes; c++) {
        gradient[at + c] += row.values()[i] * scores[c];
      }
    }
    for (int c = 0; c < classes; c++) {
      gradient[biases + c] += scores[c];
    }
  }
}
