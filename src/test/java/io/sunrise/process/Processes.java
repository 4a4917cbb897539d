package io.sunrise.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Starts real processes of the built project and waits for what they print. */
final class Processes {
  static final Path PROJECT = Path.of("").toAbsolutePath();
  static final Path SPARK = PROJECT.resolve("target/spark");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** For processes that live for seconds: less to compile. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private Processes() {}

  /** A process and the file that holds what it printed. */
  record Running(Process process, Path log) implements AutoCloseable {

    String printed() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() {
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("still running after " + PATIENCE + ":\n" + printed());
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      return process.exitValue();
    }

    private static AssertionError interrupted(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AssertionError("interrupted", e);
    }

    /** Waits until what was printed, or what is on the disk, is as expected. */
    void await(String wish, Predicate<String> condition) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.test(printed())) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("never came to: " + wish + "\n" + printed());
        }
        try {
          TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
          throw interrupted(e);
        }
      }
    }

    /** SIGKILL. */
    void kill() {
      process.destroyForcibly().onExit().join();
    }

    /** SIGTERM. */
    void terminate() {
      process.destroy();
    }

    @Override
    public void close() {
      kill();
    }
  }

  static Running start(Path log, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(PROJECT.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("JDK_JAVA_OPTIONS", SHORT_LIVED);
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.getParent());
      return new Running(
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** jobs/submit.sh with these arguments on this master. */
  static Running submit(Path log, String master, String... arguments) {
    return submit(log, master, "", arguments);
  }

  /** The same with more options for spark-submit. */
  static Running submit(Path log, String master, String sparkArguments, String[] arguments) {
    List<String> command = new ArrayList<>(List.of("jobs/submit.sh"));
    command.addAll(List.of(arguments));
    return submit(log, master, sparkArguments, Map.of(), command);
  }

  /** A script that ends in jobs/submit.sh, with more variables of the environment. */
  static Running submit(
      Path log,
      String master,
      String sparkArguments,
      Map<String, String> environment,
      List<String> command) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("MASTER", master);
    all.put("SPARK_SUBMIT_ARGS", "--driver-memory 1g " + sparkArguments);
    return start(log, all, command);
  }

  /**
   * A main class among Spark's own jars.
   *
   * @param local for shuffle files and the like of executors
   */
  static Running spark(Path log, Path local, String main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                SPARK.resolve("jars") + "/*",
                main));
    command.addAll(arguments);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            SPARK.toString(),
            "SPARK_SCALA_VERSION",
            "2.12",
            "SPARK_LOCAL_DIRS",
            local.toString());
    return start(log, environment, command);
  }

  /** Copies a folder with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
