package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.NotDecisive;
import io.sunrise.console.Console;
import io.sunrise.stage.StageRunner.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a stage runs again, and the one line that says why. */
class StalenessIT {
  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path source;

  private record CopySettings(int copies, @NotDecisive int patience) {}

  private record Copy(Path source, CopySettings copy, String gemm) implements Stage {
    @Override
    public String name() {
      return "copy";
    }

    @Override
    public List<String> upstream() {
      return List.of();
    }

    @Override
    public List<String> externalInputs() {
      return List.of(source.toString());
    }

    @Override
    public Object settings() {
      return Map.of("copy", copy, "path", source.toString());
    }

    @Override
    public Map<String, String> computedBy() {
      return Map.of("gemm", gemm);
    }

    @Override
    public boolean resumable() {
      return true;
    }

    @Override
    public void run(StageRun run) throws IOException {
      var file = new org.apache.hadoop.fs.Path(run.output("copy.txt"));
      boolean resumed = run.fileSystem().exists(file);
      try (var out = run.fileSystem().create(file, true)) {
        out.write("text ".repeat(copy.copies()).getBytes(StandardCharsets.UTF_8));
      }
      run.console().line(resumed ? "resumed" : "begun");
      if (copy.patience() == 0) {
        throw new IllegalStateException("out of patience");
      }
    }
  }

  @BeforeEach
  void writeSource() throws IOException {
    source = Files.writeString(folder.resolve("source.txt"), "one two three");
  }

  private Copy copy(int copies) {
    return new Copy(source, new CopySettings(copies, 1), "java 1a2b");
  }

  private Outcome run(Stage stage, long seed) throws IOException {
    printed.reset();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Workspace workspace = Workspace.open(folder.resolve("run").toString(), new Configuration());
    Console console = new Console(out, out, false);
    return new StageRunner(SparkTesting.session(), workspace, seed, console).run(stage);
  }

  private Outcome run(Stage stage) throws IOException {
    return run(stage, 1);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Changes the manifest as if another jar had written it. */
  private void rewrite(String text, String other) throws IOException {
    Path manifest = folder.resolve("run/copy/manifest.json");
    String json = Files.readString(manifest);
    assertThat(json).contains(text);
    Files.writeString(manifest, json.replace(text, other));
  }

  @Test
  void anotherVersionOfTheCodeRunsTheStageAgain() throws IOException {
    run(copy(3));
    String hash = Provenance.of(copy(3), 1, Map.of()).hash();
    Provenance other =
        new Provenance(
            "copy",
            1,
            CanonicalJson.MAPPER.valueToTree(CanonicalJson.plain(copy(3).settings())),
            Map.of(),
            Map.of("gemm", "java 1a2b", "code", "0.1.0+abc"));
    assertThat(other.hash()).isNotEqualTo(hash);

    rewrite("\"code\" : \"unpacked\"", "\"code\" : \"0.1.0+abc\"");
    rewrite("\"inputHash\" : \"", "\"inputHash\" : \"0");

    assertThat(run(copy(3))).isEqualTo(Outcome.RAN);
    assertThat(printed()).contains("copy: out of date: the code changed (0.1.0+abc -> unpacked)\n");
  }

  @Test
  void anotherGemmBackendRunsTheStageAgain() throws IOException {
    run(copy(3));

    assertThat(run(new Copy(source, copy(3).copy(), "mkl 3c4d"))).isEqualTo(Outcome.RAN);
    assertThat(printed()).contains("copy: out of date: the gemm changed (java 1a2b -> mkl 3c4d)\n");
    assertThat(Files.readString(folder.resolve("run/copy/manifest.json")))
        .contains("\"gemm\" : \"mkl 3c4d\"", "\"code\" : \"unpacked\"");
  }

  @Test
  void anotherSettingSeedInputOrFileIsNamed() throws IOException {
    run(copy(3));

    assertThat(run(copy(4))).isEqualTo(Outcome.RAN);
    assertThat(printed()).contains("copy: out of date: copy.copies changed (3 -> 4)\n");

    assertThat(run(copy(4), 2)).isEqualTo(Outcome.RAN);
    assertThat(printed()).contains("copy: out of date: seed changed (1 -> 2)\n");

    Files.writeString(source, "something of another length");
    assertThat(run(copy(4), 2)).isEqualTo(Outcome.RAN);
    assertThat(printed()).contains("copy: out of date: the input " + source + " changed\n");

    Files.delete(folder.resolve("run/copy/copy.txt"));
    assertThat(run(copy(4), 2)).isEqualTo(Outcome.RAN);
    assertThat(printed()).contains("copy: out of date: copy.txt is missing\n");

    Files.writeString(folder.resolve("run/copy/copy.txt"), "cut");
    assertThat(run(copy(4), 2)).isEqualTo(Outcome.RAN);
    assertThat(printed())
        .contains("copy: out of date: copy.txt has 3 bytes, its manifest says 20\n");
  }

  @Test
  void anotherPathIsToldOnce() throws IOException {
    run(copy(3));
    Path other = Files.writeString(folder.resolve("other.txt"), "one two three");

    assertThat(run(new Copy(other, copy(3).copy(), "java 1a2b"))).isEqualTo(Outcome.RAN);
    assertThat(printed())
        .contains("copy: out of date: path changed (" + source + " -> " + other + ")\n");
  }

  @Test
  void aCheckSaysWhyAStageWillRun() throws IOException {
    assertThat(found(copy(3))).isEqualTo("will run: it has no output yet");
    run(copy(3));
    assertThat(found(copy(3))).isEqualTo("up to date");
    assertThat(found(copy(4))).isEqualTo("will run: copy.copies changed (3 -> 4)");
  }

  private String found(Stage stage) throws IOException {
    Workspace workspace = Workspace.open(folder.resolve("run").toString(), new Configuration());
    Console console = new Console(System.out, System.err, false);
    return new StageRunner(SparkTesting.session(), workspace, 1, console)
        .check(List.of(stage))
        .findings()
        .get(0)
        .line();
  }

  @Test
  void aWorkspaceInAFolderThatIsReadIsRefused() {
    for (String input : List.of(folder.toString(), folder.resolve("r*").toString())) {
      assertThatThrownBy(() -> run(new Copy(Path.of(input), copy(3).copy(), "java 1a2b")))
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining(input + ": the workspace file:" + folder.resolve("run"))
          .hasMessageContaining("name a workspace elsewhere");
    }
  }

  @Test
  void aFolderWithAnotherStagesOutputIsNamed() throws IOException {
    run(copy(3));
    Path file = folder.resolve("run/copy/manifest.json");
    Manifest copied = Manifest.fromJson(Files.readAllBytes(file));
    Manifest other =
        new Manifest(
            "paste",
            copied.inputHash(),
            copied.seed(),
            copied.settings(),
            copied.inputs(),
            copied.computedBy(),
            copied.outputs(),
            copied.counts(),
            copied.values(),
            copied.versions(),
            copied.seconds());
    Files.write(file, other.toJson());

    assertThat(found(copy(3))).isEqualTo("will run: it has no output yet");
    assertThatThrownBy(() -> run(copy(3)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("run/copy: holds the output of paste, which copy would replace");
  }

  @Test
  void aManifestThatWasChangedByHandIsRefused() throws IOException {
    run(copy(3));
    rewrite("\"sha256\" : \"", "\"sha256\" : \"0");
    assertThatThrownBy(() -> run(copy(3)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(
            "copy/manifest.json: not a readable manifest (its hash is not that of")
        .hasMessageNotContaining("\n");

    Path manifest = folder.resolve("run/copy/manifest.json");
    Files.writeString(manifest, "{\n  \"stage\" : \"copy\",\n  oops");
    assertThatThrownBy(() -> run(copy(3)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("(no JSON from line 3 on); delete the folder");
  }

  @Test
  void aSettingThatDecidesNothingLeavesOutputUpToDate() throws IOException {
    run(copy(3));

    assertThat(run(new Copy(source, new CopySettings(3, 7), "java 1a2b")))
        .isEqualTo(Outcome.UP_TO_DATE);
    assertThat(printed()).isEqualTo("copy: up to date\n");
  }

  @Test
  void anInterruptedRunIsResumedByTheSameGemmBackendOnly() throws IOException {
    Copy interrupted = new Copy(source, new CopySettings(3, 0), "mkl 3c4d");
    assertThatThrownBy(() -> run(interrupted)).hasMessage("copy: out of patience");

    Copy elsewhere = new Copy(source, new CopySettings(3, 0), "java 1a2b");
    assertThatThrownBy(() -> run(elsewhere)).hasMessage("copy: out of patience");
    assertThat(printed()).contains("begun", "other settings, inputs or code");

    run(new Copy(source, new CopySettings(3, 1), "mkl 3c4d"));
    assertThat(printed()).contains("resumed");
  }
}
