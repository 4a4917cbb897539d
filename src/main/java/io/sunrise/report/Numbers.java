package io.sunrise.report;

import java.util.Locale;

/** Number formats of the page; a missing number (NaN) is a dash. */
final class Numbers {
  private static final String MISSING = "–";

  private Numbers() {}

  /** 1,000,000. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Losses and accuracies, with three decimals. */
  static String metric(double value) {
    return decimals(value, 3);
  }

  static String decimals(double value, int digits) {
    return Double.isFinite(value)
        ? minus(String.format(Locale.ROOT, "%." + digits + "f", value))
        : MISSING;
  }

  /** A share of 1 as a percentage, such as 84.2 %. */
  static String percent(double share) {
    return Double.isFinite(share) ? decimals(100 * share, 1) + " %" : MISSING;
  }

  /** A difference of two shares in percentage points, with its sign. */
  static String points(double difference) {
    return (difference > 0 ? "+" : "") + decimals(100 * difference, 1);
  }

  /** 8.3 s, 2 min 41 s, 3 h 05 min. */
  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return MISSING;
    }
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return String.format(Locale.ROOT, "%,d h %02d min", whole / 3600, whole % 3600 / 60);
    }
    if (whole >= 60) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return decimals(seconds, 1) + " s";
  }

  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / 1024.0;
    String unit = "KiB";
    for (String larger : new String[] {"MiB", "GiB", "TiB"}) {
      if (value >= 1024) {
        value /= 1024;
        unit = larger;
      }
    }
    return decimals(value, 1) + " " + unit;
  }

  /** A coordinate, rounded to a hundredth of a unit. */
  static String coordinate(double value) {
    long hundredths = Math.round(value * 100);
    return hundredths % 100 == 0
        ? Long.toString(hundredths / 100)
        : String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}
