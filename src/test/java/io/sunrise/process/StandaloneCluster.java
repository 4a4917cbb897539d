package io.sunrise.process;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A standalone Spark master and its workers of one core each, as processes on the loopback. */
final class StandaloneCluster implements AutoCloseable {
  private final List<Running> processes = new ArrayList<>();
  private final String master;

  private StandaloneCluster(String master) {
    this.master = master;
  }

  static StandaloneCluster start(Path folder, int workers)
      throws IOException, InterruptedException {
    int port = freePort();
    StandaloneCluster cluster = new StandaloneCluster("spark://127.0.0.1:" + port);
    Running master =
        cluster.process(
            folder.resolve("master.log"),
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0"));
    master.await("a master", printed -> printed.contains("New state: ALIVE"));
    for (int worker = 0; worker < workers; worker++) {
      Path work = folder.resolve("worker-" + worker);
      Running running =
          cluster.process(
              folder.resolve("worker-" + worker + ".log"),
              "org.apache.spark.deploy.worker.Worker",
              List.of(
                  "--host",
                  "127.0.0.1",
                  "--cores",
                  "1",
                  "--memory",
                  "2g",
                  "--webui-port",
                  "0",
                  "--work-dir",
                  work.toString(),
                  cluster.master));
      running.await("a worker", printed -> printed.contains("Successfully registered"));
    }
    return cluster;
  }

  String master() {
    return master;
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

  private Running process(Path log, String main, List<String> arguments) {
    Running running = Processes.spark(log, main, arguments);
    processes.add(running);
    return running;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Running::close);
  }
}
