package io.sunrise.process;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** A standalone Spark master and three workers of one core each, as processes on the loopback. */
final class StandaloneCluster implements CloseableResource {
  private static final int WORKERS = 3;

  private final List<Running> processes = new ArrayList<>();
  private final Path folder;
  private final String master;

  private StandaloneCluster(Path folder, String master) {
    this.folder = folder;
    this.master = master;
  }

  static StandaloneCluster start() {
    try {
      int port = freePort();
      StandaloneCluster cluster =
          new StandaloneCluster(
              Files.createTempDirectory("sunrise-spark"), "spark://127.0.0.1:" + port);
      cluster.start(port);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(int port) {
    process(
            "master.Master",
            "master",
            "--host",
            "127.0.0.1",
            "--port",
            "" + port,
            "--webui-port",
            "0")
        .await("a master", printed -> printed.contains("New state: ALIVE"));
    List<Running> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      String work = folder.resolve("work-" + i).toString();
      workers.add(
          process(
              "worker.Worker",
              "worker-" + i,
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "2g",
              "--webui-port",
              "0",
              "--work-dir",
              work,
              master));
    }
    workers.forEach(
        worker -> worker.await("a worker", printed -> printed.contains("Successfully registered")));
  }

  private Running process(String main, String name, String... arguments) {
    Running running =
        Processes.spark(
            folder.resolve(name + ".log"),
            shuffleFolder(),
            "org.apache.spark.deploy." + main,
            List.of(arguments));
    processes.add(running);
    return running;
  }

  String master() {
    return master;
  }

  /** Options for spark-submit: so many executors of one core, which do not wait for dead ones. */
  static String executors(int count) {
    return "--executor-memory 1g --conf spark.cores.max="
        + count
        + " --conf spark.shuffle.io.maxRetries=1 --conf spark.shuffle.io.retryWait=100ms";
  }

  /** As many, of which none sends its gradients to the driver: reducers sum those of any model. */
  static String executorsThatReduce(int count) {
    return executors(count) + " --conf spark.sunrise.driverSumBytes=0";
  }

  /** SIGKILLs one executor, if there is any. */
  boolean killAnExecutor() {
    return processes.stream()
        .flatMap(running -> running.process().descendants())
        .filter(process -> process.info().commandLine().orElse("").contains("ExecutorBackend"))
        .findFirst()
        .map(ProcessHandle::destroyForcibly)
        .orElse(false);
  }

  /** Deletes the shuffle files that the executors now have. */
  void deleteShuffleFiles() {
    try (Stream<Path> files = Files.walk(shuffleFolder())) {
      files
          .filter(file -> file.getFileName().toString().matches("shuffle_.*[.]data"))
          .forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Folders come and go while executors use them; the next look will see them.
    }
  }

  private Path shuffleFolder() {
    return folder.resolve("local");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    processes.forEach(Running::close);
    FileUtils.deleteDirectory(folder.toFile());
  }
}
