package io.sunrise.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to coordinates along one axis of a drawing.
 *
 * @param first the value at {@code from}
 * @param last the value at {@code to}
 */
record Axis(double first, double last, double from, double to) {
  Axis {
    if (!(first < last)) {
      throw new IllegalArgumentException("an axis from " + first + " to " + last);
    }
  }

  double at(double value) {
    return from + (value - first) / (last - first) * (to - from);
  }

  /** At most seven round values from {@code first} to {@code last}. */
  List<Double> ticks() {
    double step = niceStep((last - first) / 6);
    List<Double> ticks = new ArrayList<>();
    long lowest = (long) Math.ceil(first / step - 1e-9);
    for (long i = lowest; i * step <= last + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A round value at or above this one, for the end of an axis that starts at 0. */
  static double niceTop(double value) {
    if (!(value > 0)) {
      return 1;
    }
    double step = niceStep(value / 6);
    return Math.ceil(value / step - 1e-9) * step;
  }

  /** The smallest of 1, 2, 5 times a power of ten that is not below this. */
  private static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
