package io.sunrise.cli;

import io.sunrise.SunriseException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line for what a user can mend, a stack trace for what only we can. */
final class Failures {
  /** How Spark quotes an exception of a task in the text of its own. */
  private static final Pattern QUOTED =
      Pattern.compile(Pattern.quote(SunriseException.class.getName()) + ": ([^\\n]+)");

  private Failures() {}

  static int report(Exception e, PrintWriter err) {
    Optional<String> line = oneLine(e);
    if (line.isPresent()) {
      err.println("sunrise: " + line.get());
    } else {
      err.println("sunrise: an unexpected failure, which is a fault of Sunrise or of the cluster:");
      e.printStackTrace(err);
    }
    err.flush();
    return Main.FAILED;
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
      if (message.contains("No space left on device")) {
        return Optional.of(
            "no space left on the disk; make room or name another workspace, then run this again:"
                + " what was finished is kept");
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
