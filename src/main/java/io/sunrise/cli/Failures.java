package io.sunrise.cli;

import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports a failure: one line if a user can fix it, a stack trace if it is a defect. */
final class Failures {
  /** The form in which Spark quotes a task's exception in the message of its own. */
  private static final Pattern QUOTED =
      Pattern.compile(Pattern.quote(SunriseException.class.getName()) + ": ([^\\n]+)");

  private Failures() {}

  static int report(Throwable e, Console console) {
    console.failure(oneLine(e).orElseGet(() -> unexpected(e)));
    return Main.FAILED;
  }

  private static String unexpected(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return "an unexpected failure, which is a fault of Sunrise or of the cluster:\n" + trace;
  }

  static Optional<String> oneLine(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable each : chain) {
      if (each instanceof SunriseException) {
        return Optional.of(each.getMessage());
      }
    }
    for (Throwable each : chain) {
      String message = String.valueOf(each.getMessage());
      Matcher quoted = QUOTED.matcher(message);
      if (quoted.find()) {
        return Optional.of(quoted.group(1));
      }
      if (message.startsWith("[INVALID_DRIVER_MEMORY]")) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "Spark does not start in a heap of %d MiB: set --driver-memory 600m or more in"
                    + " SPARK_SUBMIT_ARGS",
                Runtime.getRuntime().maxMemory() >> 20));
      }
      if (message.contains("No space left on device")) {
        return Optional.of(
            "no space left on the disk; make room or name another workspace, then run this again:"
                + " finished work is kept");
      }
      if (each instanceof OutOfMemoryError || message.contains(OutOfMemoryError.class.getName())) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "out of memory, with %d MiB for the driver: raise --driver-memory or"
                    + " --executor-memory in SPARK_SUBMIT_ARGS, or take a smaller model or fewer"
                    + " micro-batch-rows, and run this again: finished work is kept",
                Runtime.getRuntime().maxMemory() >> 20));
      }
    }
    return Optional.empty();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = failure; each != null && !chain.contains(each); each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }
}
