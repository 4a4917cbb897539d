package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.Sha256;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import io.sunrise.stage.StageRunner.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageRunnerIT {
  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path source;
  private Workspace workspace;
  private Console console;
  private StageRunner runner;

  @BeforeEach
  void openWorkspace() throws IOException {
    source = Files.writeString(folder.resolve("source.txt"), "one two three");
    var spark = SparkTesting.session();
    workspace =
        Workspace.open(
            folder.resolve("run").toString(), spark.sparkContext().hadoopConfiguration());
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    console = new Console(out, out, false);
    runner = new StageRunner(spark, workspace, 1, console);
  }

  @FunctionalInterface
  private interface Work {
    void run(StageRun run) throws IOException;
  }

  private record CopySettings(int copies) {}

  private record TestStage(
      String name,
      List<String> upstream,
      List<String> externalInputs,
      Object settings,
      boolean resumable,
      Work work)
      implements Stage {
    @Override
    public void run(StageRun run) throws IOException {
      work.run(run);
    }
  }

  private static void write(StageRun run, String relative, String text) throws IOException {
    try (var out = run.fileSystem().create(new org.apache.hadoop.fs.Path(run.output(relative)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private TestStage copy(int copies, Work work) {
    return new TestStage(
        "copy", List.of(), List.of(source.toString()), new CopySettings(copies), false, work);
  }

  private TestStage copy(int copies) {
    return copy(
        copies,
        run -> {
          write(run, "data/copy.txt", "text ".repeat(copies));
          write(run, "trace.jsonl", "took " + System.nanoTime());
          run.log("trace.jsonl");
          run.count("rows", copies);
          run.value("shape", List.of(copies, 50));
        });
  }

  private TestStage reader(Work work) {
    return new TestStage("read", List.of("copy"), List.of(), Map.of(), false, work);
  }

  private TestStage reader() {
    return reader(run -> write(run, "length.txt", "1"));
  }

  private Path committed(String relative) {
    return folder.resolve("run").resolve(relative);
  }

  @Test
  void aStageLeavesItsFilesWithAManifestThatDescribesThem() throws IOException {
    runner.run(copy(3));

    Manifest manifest = workspace.manifest("copy").orElseThrow();
    assertThat(committed("copy/data/copy.txt")).hasContent("text text text ");
    assertThat(manifest.counts()).isEqualTo(Map.of("rows", 3L));
    assertThat(manifest.outputs().get("data/copy.txt").bytes()).isEqualTo(15);
    assertThat(manifest.outputs().get("data/copy.txt").sha256())
        .isEqualTo(Sha256.of("text text text "));
    assertThat(manifest.settings().path("copies").asInt()).isEqualTo(3);
    assertThat(manifest.values().path("shape").get(1).asInt()).isEqualTo(50);
    assertThat(manifest.inputs()).containsOnlyKeys(source.toString());
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("copy: done", "rows");
  }

  @Test
  void aStageWithTheSameInputsAndSettingsDoesNothingAndSaysSo() throws IOException {
    assertThat(runner.run(copy(3))).isEqualTo(Outcome.RAN);
    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("copy: up to date");
  }

  @Test
  void otherSettingsOtherInputsAndAMissingFileMakeOutputStale() throws IOException {
    runner.run(copy(3));
    assertThat(runner.run(copy(4))).isEqualTo(Outcome.RAN);

    Files.writeString(source, "something of another length");
    assertThat(runner.run(copy(4))).isEqualTo(Outcome.RAN);

    Files.delete(committed("copy/data/copy.txt"));
    assertThat(runner.run(copy(4))).isEqualTo(Outcome.RAN);
    assertThat(runner.runAnyway(copy(4))).isEqualTo(Outcome.RAN);
  }

  @Test
  void aRunThatLeavesTheSameBytesKeepsLaterStagesUpToDate() throws IOException {
    runner.run(copy(3));
    runner.run(reader());

    runner.runAnyway(copy(3));
    assertThat(runner.run(reader())).isEqualTo(Outcome.UP_TO_DATE);

    runner.run(copy(4));
    assertThat(runner.run(reader())).isEqualTo(Outcome.RAN);
  }

  @Test
  void aFailedStageLeavesEarlierOutputAsItWas() throws IOException {
    runner.run(copy(3));
    Work failing =
        run -> {
          write(run, "data/copy.txt", "half");
          throw new IOException("broken pipe");
        };

    assertThatThrownBy(() -> runner.run(copy(4, failing))).hasMessage("copy: broken pipe");

    assertThat(committed("copy/data/copy.txt")).hasContent("text text text ");
    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void whatAFailedRunLeftIsGoneForTheNextUnlessTheStageResumes() throws IOException {
    Work failing =
        run -> {
          write(run, "checkpoint", "1");
          throw new IOException("killed");
        };
    Work listing =
        run ->
            run.value(
                "found",
                run.fileSystem().exists(new org.apache.hadoop.fs.Path(run.output("checkpoint"))));
    for (boolean resumable : List.of(false, true)) {
      String name = "resumable-" + resumable;
      var first = new TestStage(name, List.of(), List.of(), "same", resumable, failing);
      var second = new TestStage(name, List.of(), List.of(), "same", resumable, listing);

      assertThatThrownBy(() -> runner.run(first)).hasStackTraceContaining("killed");
      runner.run(second);

      assertThat(workspace.manifest(name).orElseThrow().values().path("found").asBoolean())
          .isEqualTo(resumable);
    }
  }

  @Test
  void whatAnInterruptedRunOfOtherSettingsLeftStaysUntilAnotherIsDone() throws IOException {
    Work failing =
        run -> {
          write(run, "half.txt", "half");
          throw new IllegalStateException("killed");
        };
    var interrupted = new TestStage("train", List.of(), List.of(), "old", true, failing);
    assertThatThrownBy(() -> runner.run(interrupted)).hasStackTraceContaining("killed");
    var another = new TestStage("train", List.of(), List.of(), "new", true, failing);
    assertThatThrownBy(() -> runner.run(another)).hasStackTraceContaining("killed");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("is of an interrupted run with other settings, inputs or code: set them back");
    assertThat(committed(".staging")).isDirectoryContaining("glob:**/train-*");

    var goingOn =
        new TestStage("train", List.of(), List.of(), "old", true, run -> run.value("found", true));
    runner.run(goingOn);

    assertThat(committed("train/half.txt")).hasContent("half");
    assertThat(committed(".staging")).isEmptyDirectory();
  }

  /** What kills of a commit leave, from one that has only begun to one that lacks its last step. */
  private enum Killed {
    BEFORE_THE_OLD_MANIFEST_MOVED,
    BEFORE_OLD_FILES_WERE_DELETED,
    BETWEEN_FILES,
    BETWEEN_COPY_AND_DELETION_OF_A_FILE,
    BEFORE_THE_MANIFEST_MOVED,
    BETWEEN_COPY_AND_DELETION_OF_THE_MANIFEST
  }

  /** Takes back the steps of a commit that come after the kill. */
  private void undo(Path old, Path folder, Killed killed) throws IOException {
    Path staging = Files.createDirectories(committed(".staging/copy-" + hashDigits(folder)));
    Path manifest = staging.resolve("manifest.json");
    if (killed == Killed.BETWEEN_COPY_AND_DELETION_OF_THE_MANIFEST) {
      Files.copy(folder.resolve("manifest.json"), manifest);
      return;
    }
    Files.move(folder.resolve("manifest.json"), manifest);
    Files.copy(old.resolve("manifest.json"), staging.resolve(".replaced.json"));
    if (killed == Killed.BEFORE_THE_MANIFEST_MOVED) {
      return;
    }
    Files.createDirectories(staging.resolve("data"));
    Files.copy(folder.resolve("data/copy.txt"), staging.resolve("data/copy.txt"));
    if (killed == Killed.BETWEEN_COPY_AND_DELETION_OF_A_FILE) {
      return;
    }
    Files.delete(folder.resolve("data/copy.txt"));
    if (killed == Killed.BETWEEN_FILES) {
      return;
    }
    Files.move(folder.resolve("trace.jsonl"), staging.resolve("trace.jsonl"));
    FileUtils.copyDirectory(old.toFile(), folder.toFile());
    if (killed == Killed.BEFORE_OLD_FILES_WERE_DELETED) {
      Files.delete(folder.resolve("manifest.json"));
    } else {
      Files.delete(staging.resolve(".replaced.json"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommitThatWasKilledIsFinishedByTheNextRunOfAnyStage(Killed killed) throws IOException {
    runner.run(
        copy(
            1,
            run -> {
              write(run, "data/copy.txt", "old");
              write(run, "dropped/old.txt", "old");
            }));
    Path old = folder.resolve("old");
    FileUtils.copyDirectory(committed("copy").toFile(), old.toFile());
    runner.run(copy(3));
    Manifest manifest = workspace.manifest("copy").orElseThrow();
    undo(old, committed("copy"), killed);

    runner.run(reader());

    assertThat(workspace.manifest("copy")).contains(manifest);
    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
    assertThat(committed("copy/data/copy.txt")).hasContent("text text text ");
    assertThat(committed("copy/dropped")).doesNotExist();
    assertThat(committed(".staging")).isEmptyDirectory();
  }

  @Test
  void aCommitThatWasKilledAndWhoseFilesAreGoneSinceIsOneLine() throws IOException {
    runner.run(copy(3));
    Path staging = committed(".staging/copy-" + hashDigits(committed("copy")));
    Files.createDirectories(staging);
    Files.move(committed("copy/manifest.json"), staging.resolve("manifest.json"));
    Files.delete(committed("copy/data/copy.txt"));

    assertThatThrownBy(() -> runner.run(copy(3)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContainingAll("copy.txt: missing", "delete file:" + staging)
        .hasMessageNotContaining("\n");
  }

  private String hashDigits(Path folder) throws IOException {
    return Manifest.fromJson(Files.readAllBytes(folder.resolve("manifest.json")))
        .inputHash()
        .substring(0, 16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"copy/data/copy.txt", "copy/notes/thesis.txt", "copy/manifest.json", "copy"})
  void aFolderThatWasThereBeforeStopsTheRunAtOnceAndStays(String name) throws IOException {
    Files.createDirectories(committed(name).getParent());
    Path thesis = Files.writeString(committed(name), "{\"my\": \"thesis\"}");
    List<String> ran = new ArrayList<>();
    Stage first = new TestStage("first", List.of(), List.of(), "", false, run -> ran.add("first"));
    Stage copy = copy(3, run -> ran.add("copy"));

    for (ThrowingCallable run :
        List.<ThrowingCallable>of(
            () -> runner.run(copy),
            () -> runner.runAnyway(copy),
            () -> runner.check(List.of(first, copy)).stopIfProblems(console),
            () -> runner.checkAll(List.of(first, copy)).stopIfProblems(console))) {
      assertThatThrownBy(run)
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining("file:" + thesis)
          .hasMessageContaining("name another ")
          .hasMessageNotContaining("\n");
    }

    assertThat(thesis).hasContent("{\"my\": \"thesis\"}");
    assertThat(ran).isEmpty();
  }

  @Test
  void aFileThatSomebodyPutIntoAStagesFolderStopsOnlyTheRunThatWouldReplaceIt() throws IOException {
    runner.run(copy(3));
    Path notes = Files.writeString(committed("copy/data/notes.txt"), "mine");

    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
    assertThatThrownBy(() -> runner.run(copy(4)))
        .hasMessageContaining("notes.txt: not written by copy");
    assertThat(notes).hasContent("mine");
    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void aLinkToAnotherWorkspacesOutputIsUsedButNotReplaced() throws IOException {
    runner.run(copy(3));
    Path elsewhere = committed("elsewhere");
    Files.move(committed("copy"), elsewhere);
    Files.createSymbolicLink(committed("copy"), elsewhere);

    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
    assertThatThrownBy(() -> runner.run(copy(4)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("a symbolic link, and copy would replace the output");
    assertThat(runner.run(copy(3))).isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void hiddenFilesBesideTheInputChangeNothing() throws IOException {
    Path folder = Files.createDirectory(committed("input"));
    Files.writeString(folder.resolve("a.txt"), "text");
    Stage reading =
        new TestStage(
            "first",
            List.of(),
            List.of(folder.toString()),
            "",
            false,
            run -> write(run, "a.txt", "read"));
    runner.run(reading);
    Files.writeString(folder.resolve(".DS_Store"), "icons");
    Files.writeString(folder.resolve("_SUCCESS"), "");
    assertThat(runner.run(reading)).isEqualTo(Outcome.UP_TO_DATE);
    Files.writeString(folder.resolve("b.txt"), "more");
    assertThat(runner.run(reading)).isEqualTo(Outcome.RAN);
  }

  @Test
  void aFileThatArrivesWhileTheStageRunsStopsItsCommit() throws IOException {
    Work meanwhile =
        run -> {
          write(run, "data/copy.txt", "computed");
          Files.createDirectories(committed("copy/data"));
          Files.writeString(committed("copy/data/copy.txt"), "mine");
        };

    assertThatThrownBy(() -> runner.run(copy(3, meanwhile)))
        .hasMessageContaining("not written by copy");
    assertThatThrownBy(() -> runner.run(copy(3, meanwhile)))
        .hasMessageContaining("not written by copy");

    assertThat(committed("copy/data/copy.txt")).hasContent("mine");
  }

  @Test
  void hiddenFilesInAStagesFolderAreLeftAlone() throws IOException {
    runner.run(copy(3));
    Path hidden = Files.writeString(committed("copy/data/.DS_Store"), "icons");

    assertThat(runner.run(copy(4))).isEqualTo(Outcome.RAN);

    assertThat(hidden).hasContent("icons");
  }

  @Test
  void aFolderOfStagingThatIsNotOfTheStageStays() throws IOException {
    Files.createDirectories(committed(".staging/copy-of-my-thesis"));
    Path thesis = Files.writeString(committed(".staging/copy-of-my-thesis/thesis.txt"), "mine");

    runner.run(copy(3));

    assertThat(thesis).hasContent("mine");
  }

  @Test
  void checkpointsAreNotCommitted() throws IOException {
    Work training =
        run -> {
          write(run, "checkpoints/step", "1");
          write(run, "model", "weights");
          run.scratch("checkpoints");
        };
    runner.run(new TestStage("train", List.of(), List.of(), "", true, training));
    assertThat(committed("train/model")).hasContent("weights");
    assertThat(committed("train/checkpoints")).doesNotExist();
    assertThat(workspace.manifest("train").orElseThrow().outputs()).containsOnlyKeys("model");
    assertThat(committed(".staging")).isEmptyDirectory();
  }

  @Test
  void aFlippedByteInWhatAStageReadsIsNamedWithBothHashes() throws IOException {
    runner.run(copy(3));
    Files.writeString(committed("copy/data/copy.txt"), "text texT text ");

    assertThatThrownBy(() -> runner.run(reader()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("copy/data/copy.txt: damaged")
        .hasMessageContaining(Sha256.of("text text text "))
        .hasMessageContaining("run copy again")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aCheckFindsThatAFileOfAnEarlierStageIsMissing() throws IOException {
    runner.run(copy(3));
    assertThat(runner.check(List.of(reader())).hasProblems()).isFalse();
    Files.delete(committed("copy/data/copy.txt"));
    assertThatThrownBy(() -> runner.check(List.of(reader())).stopIfProblems(console))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("copy/data/copy.txt: missing, though its manifest lists it");
  }

  @Test
  void aMissingUpstreamStageAndAMissingPathAreOneLineEach() {
    assertThatThrownBy(() -> runner.run(reader()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("read needs the output of copy")
        .hasMessageContaining("run copy first");
    var lost = new TestStage("lost", List.of(), List.of("/no/such/*.txt"), "", false, run -> {});
    assertThatThrownBy(() -> runner.run(lost))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("/no/such/*.txt: no such file or folder");
  }

  @Test
  void anOptionalUpstreamStageIsReadWhereItIsThere() throws IOException {
    Stage summary =
        new Stage() {
          @Override
          public String name() {
            return "summary";
          }

          @Override
          public List<String> upstream() {
            return List.of();
          }

          @Override
          public List<String> optionalUpstream() {
            return List.of("copy");
          }

          @Override
          public Object settings() {
            return "";
          }

          @Override
          public void run(StageRun run) {
            run.value("copied", run.has("copy"));
          }
        };
    runner.run(summary);
    assertThat(workspace.manifest("summary").orElseThrow().values().path("copied").asBoolean())
        .isFalse();

    runner.run(copy(3));

    assertThat(runner.run(summary)).isEqualTo(Outcome.RAN);
    assertThat(workspace.manifest("summary").orElseThrow().values().path("copied").asBoolean())
        .isTrue();
  }

  @Test
  void whatIsWrongWithAnyOfTheStagesIsFoundAtOnceBeforeTheFirstRuns() throws IOException {
    var lost = new TestStage("lost", List.of(), List.of("/no/such/file"), "", false, run -> {});
    Stage picky =
        new Stage() {
          @Override
          public String name() {
            return "picky";
          }

          @Override
          public List<String> upstream() {
            return List.of("copy");
          }

          @Override
          public Object settings() {
            return "";
          }

          @Override
          public void check(StageCheck check) {
            check.require(
                () -> {
                  throw new SunriseException("the first wish is not granted");
                });
            check.require(
                () -> {
                  throw new IOException("the second wish is not granted");
                });
          }

          @Override
          public void run(StageRun run) {}
        };

    StageCheck check = runner.check(List.of(copy(3), lost, picky));

    assertThat(check.hasProblems()).isTrue();
    assertThatThrownBy(() -> check.stopIfProblems(console))
        .hasMessageContaining("lost: /no/such/file: no such file")
        .hasMessageContaining("picky: the first wish")
        .hasMessageContaining("the second wish");
    assertThat(committed("copy")).doesNotExist();
  }

  @Test
  void aStageThatIsUpToDateIsNotChecked() throws IOException {
    List<String> checked = new ArrayList<>();
    Stage stage =
        new Stage() {
          @Override
          public String name() {
            return "checked";
          }

          @Override
          public List<String> upstream() {
            return List.of();
          }

          @Override
          public Object settings() {
            return "";
          }

          @Override
          public void check(StageCheck check) {
            checked.add(name());
          }

          @Override
          public void run(StageRun run) throws IOException {
            write(run, "x", "y");
          }
        };
    runner.check(List.of(stage));
    runner.run(stage);
    assertThat(checked).hasSize(1);

    assertThat(runner.check(List.of(stage)).findings())
        .anyMatch(found -> found.line().equals("up to date"));
    assertThat(checked).hasSize(1);

    runner.checkAll(List.of(stage));
    assertThat(checked).hasSize(2);
  }
}
