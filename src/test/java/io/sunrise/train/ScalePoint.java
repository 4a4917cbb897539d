package io.sunrise.train;

import java.util.List;
import java.util.Locale;

/**
 * A cluster measured.
 *
 * @param parameters of the model
 * @param executors of one core each
 * @param gigabits a second of every machine's network
 * @param stepMillis of a step of full micro-batches
 * @param besideMillis of a step of one row a task: all but the computing
 * @param driverMegabytes a step that the driver receives and sends
 * @param shuffledMegabytes a step between executors
 */
record ScalePoint(
    String size,
    double parameters,
    int executors,
    double gigabits,
    double tokensPerSecond,
    double stepMillis,
    double besideMillis,
    double driverMegabytes,
    double shuffledMegabytes) {
  private static final String MARK = "scale-point";

  /** To be read back by {@link #of}. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s %s %.0f %d %f %f %f %f %f %f",
        MARK,
        size,
        parameters,
        executors,
        gigabits,
        tokensPerSecond,
        stepMillis,
        besideMillis,
        driverMegabytes,
        shuffledMegabytes);
  }

  /** The points among the lines that a run printed. */
  static List<ScalePoint> of(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(MARK)).map(ScalePoint::of).toList();
  }

  private static ScalePoint of(String line) {
    String[] words = line.split(" ");
    return new ScalePoint(
        words[1],
        Double.parseDouble(words[2]),
        Integer.parseInt(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        Double.parseDouble(words[6]),
        Double.parseDouble(words[7]),
        Double.parseDouble(words[8]),
        Double.parseDouble(words[9]));
  }
}
