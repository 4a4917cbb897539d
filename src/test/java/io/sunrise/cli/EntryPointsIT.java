package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sunrise.SparkTesting;
import io.sunrise.TinyRun;
import io.sunrise.config.Settings;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No failure reaches a user as a stack trace, whatever command it comes from. */
class EntryPointsIT {
  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void writeConfiguration() throws IOException {
    // The session that a command gets is the one of all tests.
    assertThat(SparkTesting.session().sparkContext().isStopped()).isFalse();
    Path texts = Files.writeString(folder.resolve("in.txt"), "one text\n");
    config =
        Files.writeString(
            folder.resolve("mine.conf"),
            "sunrise { collect.sources = [{type = text, path = \""
                + texts
                + "\"}], label.sources = [{type = generated}], predict.input { type = text, path = \""
                + texts
                + "\" } }");
  }

  static Stream<List<String>> commands() {
    return Stream.concat(
        Stream.of(StageName.values()).map(stage -> List.of(stage.command())),
        Stream.of(List.of("pipeline"), List.of("predict", "--text", "one text")));
  }

  /** What a command prints to standard error. */
  private List<String> failureOf(List<String> command, int exitCode, String... settings) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--config", config.toString()));
    arguments.addAll(List.of(settings));
    return printedBy(exitCode, arguments.toArray(String[]::new));
  }

  private static List<String> printedBy(int exitCode, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(arguments)).isEqualTo(exitCode);
    } finally {
      System.setErr(before);
    }
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("sunrise: ") || line.startsWith("\tat "))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFileInPlaceOfTheWorkspaceIsOneLine(List<String> command) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThat(failureOf(command, Main.FAILED, "workspace=\"" + file + "\""))
        .singleElement()
        .asString()
        .startsWith("sunrise: ")
        .contains(file.toString());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aWorkspaceWithoutAConnectorIsOneLine(List<String> command) {
    assertThat(failureOf(command, Main.FAILED, "workspace=\"gs://bucket/run\""))
        .singleElement()
        .asString()
        .contains("gs://bucket/run", "gcs-connector");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anUnknownSettingIsOneLine(List<String> command) {
    assertThat(failureOf(command, Main.WRONG_USAGE, "sead=2"))
        .singleElement()
        .asString()
        .contains("sead");
  }

  @Test
  void whatWasMeantForConfigIsNamed() {
    assertMeant("unknown option --conf, expected --config FILE", "pipeline", "--conf", "a.conf");
    assertMeant(
        "a.conf: a configuration is named by --config a.conf", "collect", "a.conf", "seed=2");
    assertMeant(
        "the command comes before its options, as in: pipeline --config FILE",
        "--config",
        "a.conf",
        "pipeline");
    assertMeant("Missing required option: '--config=FILE'", "pipeline", "workspace=a.conf");
    assertMeant("Missing required parameter for option '--config' (FILE)", "pipeline", "--config");
    assertMeant(
        "--check checks predict.input, not a --text; leave one of them out",
        "predict",
        "--config",
        config.toString(),
        "--text",
        "a text",
        "--check");
  }

  @Test
  void whatADocumentMadeOfTheCommandIsNamed() {
    String file = config.toString();
    assertMeant(
        "\u2013-config begins with a typographic dash; type -- before an option",
        "pipeline",
        "\u2013-config",
        file);
    assertMeant(
        "\u201Cseed=2\u201D begins with a typographic quote; type \" or ' around it",
        "pipeline",
        "--config",
        file,
        "\u201Cseed=2\u201D");
    assertMeant(
        "-check: an option of a whole word has two dashes, --check",
        "pipeline",
        "-check",
        "--config",
        file);
    assertMeant(
        "Missing required parameter for option '--text' (TEXT)",
        "predict",
        "--config",
        file,
        "--text");
  }

  private void assertMeant(String message, String... arguments) {
    assertThat(printedBy(Main.WRONG_USAGE, arguments))
        .containsExactly("sunrise: " + message + "; see --help");
  }

  /** Each stage reads garbage where the stages before it should have left their output. */
  @ParameterizedTest
  @EnumSource(value = StageName.class, names = "COLLECT", mode = EnumSource.Mode.EXCLUDE)
  void garbageInEarlierOutputIsOneLine(StageName name) throws IOException {
    TinyRun tiny = new TinyRun(folder);
    Stage stage = new Stages(Settings.load(config, List.of())).of(name);
    List<String> upstream = new ArrayList<>(stage.upstream());
    upstream.addAll(stage.optionalUpstream());
    for (String each : upstream) {
      tiny.run(new Garbage(each));
    }
    Throwable failure = catchThrowable(() -> tiny.run(stage));
    assertThat(failure).isNotNull();
    assertThat(Failures.oneLine(failure).orElseThrow()).contains("run/").doesNotContain("\n");
  }

  @Test
  void aDefectInAStageNamesTheStage() {
    TinyRun tiny = new TinyRun(folder);
    Stage faulty =
        new Garbage("faulty") {
          @Override
          public void run(StageRun run) {
            throw new IndexOutOfBoundsException("5");
          }
        };
    assertThatThrownBy(() -> tiny.run(faulty)).hasMessage("faulty: 5").hasRootCauseMessage("5");
  }

  /** Leaves the files of a stage, each with bytes that mean nothing. */
  private static class Garbage implements Stage {
    private static final List<String> FILES =
        List.of(
            "documents/part-00000.parquet",
            "tokens/part-00000.parquet",
            "train/part-00000.parquet",
            "validation/part-00000.parquet",
            "test/part-00000.parquet",
            "tokenizer.json",
            "cleaning.json",
            "config.json",
            "labels.json",
            "metrics.json",
            "model.safetensors",
            "trace.jsonl");

    private final String name;

    Garbage(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> upstream() {
      return List.of();
    }

    @Override
    public Object settings() {
      return "garbage";
    }

    @Override
    public void run(StageRun run) throws IOException {
      run.count("documents", 1);
      for (String file : FILES) {
        var path = new org.apache.hadoop.fs.Path(run.output(file));
        try (var out = run.fileSystem().create(path, true)) {
          out.write(("{ garbage of " + file).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }
}
