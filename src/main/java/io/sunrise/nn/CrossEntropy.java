package io.sunrise.nn;

/** Softmax cross entropy, -log softmax(logits)[target] in nats, summed over targets. */
final class CrossEntropy {
  private double loss;
  private long correct;
  private long targets;

  void begin() {
    loss = 0;
    correct = 0;
    targets = 0;
  }

  /** Adds what a row of logits scores and turns it into its gradient, softmax - onehot(target). */
  void score(float[] logits, int at, int classes, int target) {
    float largest = Kernels.max(logits, at, classes);
    float expected = logits[at + target];
    if (expected == largest && first(logits, at, largest) == target) {
      correct++;
    }
    for (int j = at; j < at + classes; j++) {
      logits[j] -= largest;
    }
    Softmax.exponentials(logits, at, classes);
    float sum = Kernels.sum(logits, at, classes);
    loss += StrictMath.log(sum) + largest - expected;
    targets++;
    Softmax.scale(logits, at, classes, 1f / sum);
    logits[at + target] -= 1f;
  }

  BatchResult result() {
    return new BatchResult(loss, correct, targets);
  }

  private static int first(float[] logits, int at, float value) {
    int j = 0;
    while (logits[at + j] != value) {
      j++;
    }
    return j;
  }
}
