package io.sunrise.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A progress bar with rate and remaining time: redrawn twice a second on a terminal, one line every
 * ten seconds elsewhere. Prints nothing for work that ends before the first redraw is due.
 */
public final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 24;
  private static final long REDRAWN_EVERY_MILLIS = 500;
  private static final long LINE_EVERY_MILLIS = 10_000;

  private final PrintStream out;
  private final boolean terminal;
  private final String title;
  private final long total;
  private final String unit;
  private final long before;
  private final long startNanos = System.nanoTime();
  private long printedNanos = startNanos;
  private boolean drawn;

  /**
   * @param before how many of the units were done before this process
   */
  Progress(PrintStream out, boolean terminal, String title, long total, String unit, long before) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
    this.total = total;
    this.unit = unit;
    this.before = before;
  }

  /** Updates the number of units done. */
  public void at(long done) {
    at(done, "");
  }

  /** Updates the number of units done and the detail shown after it. */
  public synchronized void at(long done, String detail) {
    long now = System.nanoTime();
    long dueMillis = terminal ? REDRAWN_EVERY_MILLIS : LINE_EVERY_MILLIS;
    if (now - printedNanos < dueMillis * 1_000_000) {
      return;
    }
    printedNanos = now;
    String text = text(done, (now - startNanos) / 1e9, detail);
    if (terminal) {
      out.print("\r\u001b[K" + text);
      out.flush();
      drawn = true;
    } else {
      out.println(text);
    }
  }

  String text(long done, double seconds, String detail) {
    double share = total == 0 ? 1 : Math.min(1, (double) done / total);
    int filled = (int) Math.round(share * BAR_WIDTH);
    double rate = (done - before) / Math.max(seconds, 1e-9);
    String left = done == before ? "?" : clock((total - done) / rate);
    return String.format(
            Locale.ROOT,
            "  %s [%s%s] %3.0f %%  %,d of %,d %s  %s/s  %s left  %s",
            title,
            "#".repeat(filled),
            ".".repeat(BAR_WIDTH - filled),
            100 * share,
            done,
            total,
            unit,
            rate(rate),
            left,
            detail)
        .stripTrailing();
  }

  /** A number per second, with decimals if it is small. */
  public static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.2f" : "%,.0f", perSecond);
  }

  private static String clock(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart())
        : String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
  }

  @Override
  public synchronized void close() {
    if (drawn) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
