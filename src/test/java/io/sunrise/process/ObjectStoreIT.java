package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.TestSettings;
import io.sunrise.console.Console;
import io.sunrise.process.Processes.Running;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.StageRunner.Outcome;
import io.sunrise.stage.Workspace;
import io.sunrise.stage.WorkspaceLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace on an S3 server, where nothing can be renamed at once. */
class ObjectStoreIT {
  private static final Configuration HADOOP =
      SparkTesting.session().sparkContext().hadoopConfiguration();

  @TempDir private static Path folder;
  private static S3Server server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = new S3Server(folder.resolve("s3.log"));
    server.settings().forEach(HADOOP::set);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static String location(String name) {
    return "s3a://" + S3Server.BUCKET + "/" + name;
  }

  private static Outcome collect(Workspace workspace, int files) throws IOException {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    CollectStage stage =
        new CollectStage(
            TestSettings.collect(
                "sources = [{type = generated, documents = 100}], output-files = " + files),
            1);
    return new StageRunner(SparkTesting.session(), workspace, 1, new Console(out, out, false))
        .run(stage);
  }

  /** The names of all objects below a stage's folder. */
  private static Set<String> files(Workspace workspace, String stage) throws IOException {
    Set<String> names = new TreeSet<>();
    String root = workspace.folder(stage) + "/";
    RemoteIterator<LocatedFileStatus> files =
        workspace.fileSystem().listFiles(workspace.folder(stage), true);
    while (files.hasNext()) {
      names.add(files.next().getPath().toString().substring(root.length()));
    }
    return names;
  }

  private static void assertWhole(Workspace workspace, String stage) throws IOException {
    Set<String> expected =
        new TreeSet<>(workspace.manifest(stage).orElseThrow().outputs().keySet());
    expected.add("manifest.json");
    assertThat(files(workspace, stage)).isEqualTo(expected);
  }

  @Test
  void aStageIsCommittedReplacedAndUpToDate() throws IOException {
    Workspace workspace = Workspace.open(location("replaced"), HADOOP);
    assertThat(collect(workspace, 5)).isEqualTo(Outcome.RAN);
    assertWhole(workspace, "collect");
    assertThat(collect(workspace, 5)).isEqualTo(Outcome.UP_TO_DATE);

    assertThat(collect(workspace, 3)).isEqualTo(Outcome.RAN);

    assertWhole(workspace, "collect");
    assertThat(files(workspace, "collect")).contains("documents/part-00002.parquet");
    assertThat(files(workspace, "collect")).doesNotContain("documents/part-00003.parquet");
  }

  private static Running collectInAProcess(String name) throws IOException {
    Path conf = Files.writeString(folder.resolve("s3.conf"), "sunrise {}");
    String[] arguments = {
      "collect",
      "--config",
      conf.toString(),
      "workspace=\"" + location(name) + "\"",
      "collect.sources=[{type=generated, documents=300}]",
      "collect.output-files=24"
    };
    Path log = folder.resolve("collect-" + System.nanoTime() + ".log");
    return Processes.submit(log, "local[2]", server.sparkArguments(), arguments);
  }

  @Test
  void aRunKilledInTheMiddleOfItsCommitIsFinishedByTheNext() throws IOException {
    Workspace workspace = Workspace.open(location("killed"), HADOOP);
    collect(workspace, 5);
    Manifest old = workspace.manifest("collect").orElseThrow();
    var manifest = new org.apache.hadoop.fs.Path(workspace.folder("collect"), "manifest.json");
    try (Running run = collectInAProcess("killed")) {
      run.await("a commit under way", printed -> isGone(workspace, manifest));
      run.kill();
    }
    assertThat(workspace.manifest("collect")).isEmpty();

    try (Running next = collectInAProcess("killed")) {
      assertThat(next.exitCode()).as(next.printed()).isZero();
      assertThat(next.printed()).contains("collect: up to date");
    }

    assertWhole(workspace, "collect");
    Manifest committed = workspace.manifest("collect").orElseThrow();
    assertThat(committed.hash()).isNotEqualTo(old.hash());
    assertThat(committed.outputs()).containsKey("documents/part-00023.parquet");
    assertThat(SparkTesting.session().read().parquet(location("killed/collect/documents")).count())
        .isEqualTo(300);
  }

  private static boolean isGone(Workspace workspace, org.apache.hadoop.fs.Path file) {
    try {
      return !workspace.fileSystem().exists(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void ofSeveralThatLockAtOnceOneHoldsTheWorkspace() throws Exception {
    Workspace workspace = Workspace.open(location("locked"), HADOOP);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<WorkspaceLock>> taking = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taking.add(threads.submit(() -> WorkspaceLock.take(workspace, why -> {})));
    }
    List<WorkspaceLock> taken = new ArrayList<>();
    for (Future<WorkspaceLock> each : taking) {
      try {
        taken.add(each.get());
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(SunriseException.class);
      }
    }
    threads.shutdown();
    assertThat(taken).hasSize(1);
    taken.get(0).close();
    WorkspaceLock.take(workspace, why -> {}).close();
  }
}
