package io.sunrise.nn;

/**
 * Softmax cross entropy, -Σ q log softmax(logits) in nats, times the weights of the target and of
 * its class, summed over targets. With smoothing ε over K classes q is 1 - ε + ε / K at the target
 * and ε / K elsewhere (Szegedy et al. 2016, section 7). Where a target is a distribution p over the
 * classes, q is (1 - ε) p + ε / K.
 */
final class CrossEntropy {
  private final float smoothing;
  private final float[] classWeights;
  private float[] targetWeights;
  private double loss;
  private double weight;
  private long correct;
  private long targets;

  CrossEntropy(LossOptions loss) {
    smoothing = (float) loss.labelSmoothing();
    classWeights = new float[loss.classWeights().size()];
    for (int i = 0; i < classWeights.length; i++) {
      classWeights[i] = loss.classWeights().get(i).floatValue();
    }
  }

  /**
   * @param weights of the targets that are scored next; empty if all are 1
   */
  void begin(float... weights) {
    targetWeights = weights;
    loss = 0;
    weight = 0;
    correct = 0;
    targets = 0;
  }

  /**
   * Adds the loss of a row of logits and overwrites the row with its gradient, weight (softmax -
   * q).
   */
  void score(float[] logits, int at, int classes, int target) {
    float largest = Kernels.max(logits, at, classes);
    float expected = logits[at + target];
    if (expected == largest && first(logits, at, largest) == target) {
      correct++;
    }
    for (int j = at; j < at + classes; j++) {
      logits[j] -= largest;
    }
    float mean = smoothing > 0 ? Kernels.sum(logits, at, classes) / classes : 0;
    Softmax.exponentials(logits, at, classes);
    float sum = Kernels.sum(logits, at, classes);
    double entropy = StrictMath.log(sum) + largest - expected;
    Softmax.scale(logits, at, classes, 1f / sum);
    logits[at + target] -= 1f - smoothing;
    if (smoothing > 0) {
      entropy += smoothing * ((double) expected - largest - mean);
      subtract(logits, at, classes, smoothing / classes);
    }
    add(entropy, logits, at, classes, target);
  }

  /**
   * As {@link #score}, to learn a distribution.
   *
   * @param probabilities of the classes, from {@code at} on, summing to 1
   * @param target the class by which the row is weighted and counted as correct
   */
  void scoreSoft(float[] logits, int at, int classes, float[] probabilities, int target) {
    float largest = Kernels.max(logits, at, classes);
    if (first(logits, at, largest) == target) {
      correct++;
    }
    float even = smoothing / classes;
    double expected = 0;
    for (int j = at; j < at + classes; j++) {
      logits[j] -= largest;
      expected += (double) ((1f - smoothing) * probabilities[j] + even) * logits[j];
    }
    Softmax.exponentials(logits, at, classes);
    float sum = Kernels.sum(logits, at, classes);
    Softmax.scale(logits, at, classes, 1f / sum);
    for (int j = at; j < at + classes; j++) {
      logits[j] -= (1f - smoothing) * probabilities[j] + even;
    }
    add(StrictMath.log(sum) - expected, logits, at, classes, target);
  }

  private void add(double entropy, float[] gradient, int at, int classes, int target) {
    float factor = classWeights.length == 0 ? 1f : classWeights[target];
    if (targetWeights.length > 0) {
      factor *= targetWeights[(int) targets];
    }
    targets++;
    loss += factor * entropy;
    weight += factor;
    if (factor != 1f) {
      Softmax.scale(gradient, at, classes, factor);
    }
  }

  /**
   * The sums since {@link #begin}.
   *
   * @param tokens of the batch
   */
  BatchResult result(int tokens) {
    return new BatchResult(loss, weight, correct, targets, tokens);
  }

  private static void subtract(float[] x, int at, int n, float value) {
    for (int j = at; j < at + n; j++) {
      x[j] -= value;
    }
  }

  private static int first(float[] logits, int at, float value) {
    int j = 0;
    while (logits[at + j] != value) {
      j++;
    }
    return j;
  }
}
