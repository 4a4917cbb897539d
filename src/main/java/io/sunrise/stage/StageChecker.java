package io.sunrise.stage;

import io.sunrise.SunriseException;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Checks the stages of a run before the first of them starts. */
final class StageChecker {
  private final Workspace workspace;
  private final StageInputs inputs;
  private final StageCheck check;
  private final long seed;

  /** Stages that will run, or may. */
  private final Set<String> running = new HashSet<>();

  StageChecker(SparkSession spark, Workspace workspace, long seed) {
    this.workspace = workspace;
    this.inputs = new StageInputs(workspace, spark);
    this.check = new StageCheck(spark);
    this.seed = seed;
  }

  /**
   * Checks the stages in their order; of those that are up to date there is nothing to check.
   *
   * @param forced the names of stages that run whether they are up to date or not
   */
  StageCheck check(List<Stage> stages, Set<String> forced) throws IOException {
    for (Stage stage : stages) {
      new StageCommit(workspace.of(stage)).finishInterrupted();
      check.about(stage.name());
      Optional<String> why =
          forced.contains(stage.name()) ? Optional.of("forced") : whyItRuns(stage);
      if (why.isEmpty()) {
        check.note("up to date");
      } else {
        check.note("will run: " + why.get());
        running.add(stage.name());
        check(stage);
      }
    }
    check.about("workspace");
    requireSpace();
    return check;
  }

  private void check(Stage stage) {
    int before = check.findings().size();
    check.require(() -> new StageCommit(workspace.of(stage)).requireOwn(stage.name()));
    for (String upstream : stage.upstream()) {
      if (!running.contains(upstream)) {
        check.require(() -> inputs.requireFiles(stage, upstream));
      }
    }
    check.require(() -> stage.externalInputs().forEach(path -> requireReadable(path)));
    if (check.findings().size() == before) {
      check.require(() -> stage.check(check));
    }
  }

  private void requireReadable(String path) {
    check.require(() -> inputs.fingerprint(path));
  }

  /** Empty where the stage would do nothing, as far as is known before the stages before it ran. */
  private Optional<String> whyItRuns(Stage stage) throws IOException {
    Workspace home = workspace.of(stage);
    Optional<Manifest> committed = home.ownManifest(stage.name());
    if (committed.isEmpty()) {
      return Optional.of("it has no output yet");
    }
    Optional<String> before =
        Stream.concat(stage.upstream().stream(), stage.optionalUpstream().stream())
            .filter(running::contains)
            .findFirst();
    if (before.isPresent()) {
      return Optional.of(before.get() + " runs before it");
    }
    try {
      return home.outOfDate(Provenance.of(stage, seed, inputs.of(stage)), committed.get());
    } catch (SunriseException e) {
      // The stage's own check says which.
      return Optional.of("an input is missing");
    }
  }

  private void requireSpace() throws IOException {
    long free = free(existing());
    if (check.bytes() > free) {
      check.warn(
          String.format(
              Locale.ROOT,
              "%s: the stages may write up to %s, and %s are free; make room or name another"
                  + " workspace",
              workspace.root(),
              megabytes(check.bytes()),
              megabytes(free)));
    } else if (!running.isEmpty()) {
      check.note(workspace.root() + ": " + megabytes(free) + " free");
    }
  }

  /** Hadoop counts the blocks of a local disk that are kept for root. */
  private long free(Path folder) throws IOException {
    return "file".equals(workspace.fileSystem().getUri().getScheme())
        ? new File(folder.toUri().getPath()).getUsableSpace()
        : workspace.fileSystem().getStatus(folder).getRemaining();
  }

  /** The workspace or, before it is made, the folder in which it will be. */
  private Path existing() throws IOException {
    Path folder = workspace.root();
    while (folder.getParent() != null && !workspace.fileSystem().exists(folder)) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
  }
}
