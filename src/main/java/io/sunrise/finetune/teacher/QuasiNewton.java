package io.sunrise.finetune.teacher;

/**
 * Minimises a smooth convex function by L-BFGS with a backtracking line search (Nocedal and Wright
 * 2006, algorithms 7.4, 7.5 and 3.1), in one fixed order of operations.
 */
final class QuasiNewton {
  private static final int MEMORY = 6;
  private static final int HALVINGS = 30;
  private static final double SUFFICIENT = 1e-4;

  /** What is minimised. */
  interface Function {
    /**
     * The value at a point.
     *
     * @param gradient is overwritten
     */
    double at(double[] point, double[] gradient);
  }

  private final Function function;
  private final double[][] steps = new double[MEMORY][];
  private final double[][] changes = new double[MEMORY][];
  private int updates;
  private double[] point;
  private double[] gradient;
  private double value;

  private QuasiNewton(Function function, double[] start) {
    this.function = function;
    point = start.clone();
    gradient = new double[start.length];
    value = function.at(point, gradient);
  }

  /**
   * Finds the smallest value.
   *
   * @param iterations at most
   * @param tolerance of the norm of the gradient, relative to that at the start
   */
  static double[] minimize(Function function, double[] start, int iterations, double tolerance) {
    QuasiNewton search = new QuasiNewton(function, start);
    double small = tolerance * Math.sqrt(dot(search.gradient, search.gradient));
    int done = 0;
    while (done < iterations
        && Math.sqrt(dot(search.gradient, search.gradient)) > small
        && search.step()) {
      done++;
    }
    return search.point;
  }

  /** Whether a step was found that makes the value smaller. */
  private boolean step() {
    double[] direction = direction();
    double slope = dot(direction, gradient);
    double length = updates == 0 ? 1 / Math.max(1e-12, Math.sqrt(dot(gradient, gradient))) : 1;
    double[] nextGradient = new double[point.length];
    for (int halving = 0; halving < HALVINGS; halving++) {
      double[] next = sum(point, length, direction);
      double nextValue = function.at(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * length * slope) {
        remember(sum(next, -1, point), sum(nextGradient, -1, gradient));
        point = next;
        gradient = nextGradient;
        value = nextValue;
        return true;
      }
      length /= 2;
    }
    return false;
  }

  private void remember(double[] step, double[] change) {
    if (dot(step, change) > 0) {
      steps[updates % MEMORY] = step;
      changes[updates % MEMORY] = change;
      updates++;
    }
  }

  /** The two-loop recursion: minus the inverse Hessian, as known, times the gradient. */
  private double[] direction() {
    double[] direction = new double[gradient.length];
    addTo(direction, -1, gradient);
    int oldest = Math.max(0, updates - MEMORY);
    double[] factors = new double[MEMORY];
    for (int i = updates - 1; i >= oldest; i--) {
      double[] change = changes[i % MEMORY];
      double[] step = steps[i % MEMORY];
      factors[i % MEMORY] = dot(step, direction) / dot(step, change);
      addTo(direction, -factors[i % MEMORY], change);
    }
    if (updates > 0) {
      int newest = (updates - 1) % MEMORY;
      double scale = dot(steps[newest], changes[newest]) / dot(changes[newest], changes[newest]);
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= scale;
      }
    }
    for (int i = oldest; i < updates; i++) {
      double[] change = changes[i % MEMORY];
      double[] step = steps[i % MEMORY];
      double factor = dot(change, direction) / dot(step, change);
      addTo(direction, factors[i % MEMORY] - factor, step);
    }
    return direction;
  }

  private static double[] sum(double[] a, double factor, double[] b) {
    double[] sum = a.clone();
    addTo(sum, factor, b);
    return sum;
  }

  private static void addTo(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
