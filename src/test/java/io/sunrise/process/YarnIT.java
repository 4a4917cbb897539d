package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole demo by jobs/submit.sh, small, on a real YARN: a resource manager and two node managers
 * that start executors as processes, with the workspace on HDFS.
 */
@Tag("long")
@ExtendWith(SharedRuns.class)
class YarnIT {
  /** What a client of YARN must know. */
  private static final List<String> CLIENT_KEYS =
      List.of(
          "yarn.resourcemanager.address",
          "yarn.resourcemanager.scheduler.address",
          "yarn.resourcemanager.resource-tracker.address");

  private final SmallDemo demo;

  YarnIT(SmallDemo demo) {
    this.demo = demo;
  }

  @Test
  void twoExecutorsOnYarnGiveTheSameBits() throws IOException {
    String spark = System.getenv("YARN_SPARK_HOME");
    assertThat(spark).as("YARN_SPARK_HOME, which jobs/test.sh --long sets").isNotNull();
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, demo.empty("yarn-hdfs").toString());
    // The capacity scheduler needs a file that describes its queues.
    configuration.set(
        "yarn.resourcemanager.scheduler.class",
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
    // A disk that is nearly full is good enough for a minute.
    configuration.setBoolean("yarn.nodemanager.disk-health-checker.enable", false);
    configuration.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    configuration.setInt("yarn.scheduler.minimum-allocation-mb", 256);
    configuration.setInt("yarn.nodemanager.resource.memory-mb", 4096);
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).build();
        MiniYARNCluster yarn = new MiniYARNCluster("sunrise", 2, 1, 1)) {
      yarn.init(configuration);
      yarn.start();
      Map<String, String> environment =
          Map.of("SPARK_HOME", spark, "HADOOP_CONF_DIR", client(yarn.getConfig()).toString());
      String options =
          "--num-executors 2 --executor-cores 1 --executor-memory 1g"
              + (" --conf spark.yarn.jars=local:" + spark + "/jars/*");
      String workspace = hdfs.getURI() + "/sunrise";
      demo.succeed(demo.submit(environment, "yarn", options, "pipeline", workspace));
      demo.assertSameStages(hdfs.getFileSystem(), workspace);
    }
  }

  /** The folder with the client's configuration. */
  private Path client(Configuration cluster) throws IOException {
    Configuration client = new Configuration(false);
    // The sources are on the disk that all processes share.
    client.set("fs.defaultFS", "file:///");
    CLIENT_KEYS.forEach(key -> client.set(key, cluster.get(key)));
    Path folder = Files.createDirectories(demo.empty("yarn-conf"));
    for (String name : List.of("core-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
        client.writeXml(out);
      }
    }
    return folder;
  }
}
