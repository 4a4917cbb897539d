package io.sunrise.cli;

import io.sunrise.SunriseException;
import io.sunrise.UserInfo;
import io.sunrise.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports a failure in one line; the stack trace of a defect is written to a file. */
final class Failures {
  /** The form in which Spark quotes a task's exception in the message of its own. */
  private static final Pattern QUOTED =
      Pattern.compile(Pattern.quote(SunriseException.class.getName()) + ": ([^\\n]+)");

  private Failures() {}

  static int report(Throwable e, Console console) {
    // What fails after an interruption fails because of it.
    if (!Interruption.isRequested()) {
      console.failure(oneLine(e).orElseGet(() -> unexpected(e)));
    }
    return Main.FAILED;
  }

  /** A stack trace says nothing to a user: it is written to a file. */
  private static String unexpected(Throwable e) {
    return String.format(
        Locale.ROOT,
        "%s (%s, which is unexpected: a fault of Sunrise or of the cluster; %s)",
        SunriseException.reason(e),
        root(e).getClass().getSimpleName(),
        written(e));
  }

  /** Says where the stack trace is. */
  private static String written(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    try {
      Path file = Files.createTempFile("sunrise-failure-", ".txt");
      Files.writeString(file, UserInfo.hide(trace.toString()));
      return "please report it with " + file;
    } catch (IOException unwritable) {
      return "no stack trace could be written: " + unwritable.getMessage();
    }
  }

  static Throwable root(Throwable e) {
    List<Throwable> chain = chain(e);
    return chain.get(chain.size() - 1);
  }

  static Optional<String> oneLine(Throwable failure) {
    List<Throwable> chain = chain(failure);
    return chain.stream()
        .flatMap(each -> ofMachine(each).stream())
        .findFirst()
        .or(() -> chain.stream().flatMap(each -> ofSunrise(each).stream()).findFirst())
        .or(() -> chain.stream().flatMap(each -> quoted(each).stream()).findFirst());
  }

  private static Optional<String> ofSunrise(Throwable e) {
    return e instanceof SunriseException ? Optional.of(e.getMessage()) : Optional.empty();
  }

  /** The message of ours that Spark quotes in one of its own. */
  private static Optional<String> quoted(Throwable e) {
    Matcher quoted = QUOTED.matcher(String.valueOf(e.getMessage()));
    return quoted.find() ? Optional.of(quoted.group(1)) : Optional.empty();
  }

  /** Too little memory or space. */
  private static Optional<String> ofMachine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("[INVALID_DRIVER_MEMORY]")) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Spark does not start in a heap of %d MiB: set --driver-memory 600m or more in"
                  + " SPARK_SUBMIT_ARGS",
              mebibytes()));
    }
    if (message.contains("No space left on device")) {
      return Optional.of(
          "no space left on the disk; make room where the workspace is, or in "
              + Optional.ofNullable(System.getenv("SPARK_LOCAL_DIRS"))
                  .orElse(System.getProperty("java.io.tmpdir"))
              + " for Spark's own files (or name another folder in SPARK_LOCAL_DIRS), then run this"
              + " again: finished work is kept");
    }
    if (e instanceof OutOfMemoryError || message.contains(OutOfMemoryError.class.getName())) {
      return Optional.of(outOfMemory());
    }
    return Optional.empty();
  }

  static String outOfMemory() {
    return String.format(
        Locale.ROOT,
        "out of memory, with %d MiB for the driver: raise --driver-memory or --executor-memory in"
            + " SPARK_SUBMIT_ARGS, or take a smaller model or fewer micro-batch-rows, and run this"
            + " again: finished work is kept",
        mebibytes());
  }

  private static long mebibytes() {
    return Runtime.getRuntime().maxMemory() >> 20;
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = failure; each != null && !chain.contains(each); each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }
}
