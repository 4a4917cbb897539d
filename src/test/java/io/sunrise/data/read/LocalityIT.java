package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.config.TestSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** Files are read where their blocks are. */
class LocalityIT {
  private static final String[] HOSTS = {"first.test", "second.test", "third.test"};
  private static final int BLOCK_BYTES = 1 << 20;
  private static final String LINE = "a line of text that is read on the machine that holds it\n";

  @TempDir private Path folder;

  private final SparkSession spark = SparkTesting.session();

  /** The preferred hosts of each task that reads the source. */
  private List<List<String>> hosts(String source) {
    SourceReader reader = new SourceReader(spark, 1, new ReadLimits(1 << 20, 64));
    RDD<Row> rows =
        reader
            .read(
                Source.ofTexts(
                    TestSettings.collect("sources = [{" + source + "}]").sources().get(0)))
            .rdd();
    List<List<String>> hosts = new ArrayList<>();
    for (int task = 0; task < rows.getNumPartitions(); task++) {
      hosts.add(
          JavaConverters.seqAsJavaList(spark.sparkContext().getPreferredLocs(rows, task)).stream()
              .map(location -> location.host())
              .toList());
    }
    return hosts;
  }

  private static byte[] lines(int bytes) {
    return LINE.repeat(bytes / LINE.length()).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aTaskPrefersTheMachinesThatHoldMostOfItsBytes() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    configuration.setInt(DFSConfigKeys.DFS_BLOCK_SIZE_KEY, BLOCK_BYTES);
    try (MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(configuration).numDataNodes(3).hosts(HOSTS).build()) {
      hdfs.waitActive();
      // Each file on one machine, in five blocks: one file a task, and one cut into two.
      for (String host : HOSTS) {
        write(hdfs, "/texts/" + host + ".md", host, lines(5 * BLOCK_BYTES));
        write(hdfs, "/lines/" + host + ".txt", host, lines(5 * BLOCK_BYTES));
      }

      assertThat(hosts("type = markdown, path = \"" + hdfs.getURI() + "/texts\""))
          .containsExactly(List.of(HOSTS[0]), List.of(HOSTS[1]), List.of(HOSTS[2]));
      List<List<String>> ofSlices = hosts("type = text, path = \"" + hdfs.getURI() + "/lines\"");
      assertThat(ofSlices).hasSizeGreaterThanOrEqualTo(2);
      assertThat(ofSlices.get(0)).first().isEqualTo(HOSTS[0]);
      assertThat(ofSlices.get(ofSlices.size() - 1)).first().isEqualTo(HOSTS[2]);
    }
  }

  private static void write(MiniDFSCluster hdfs, String path, String host, byte[] bytes)
      throws IOException {
    Map<String, InetSocketAddress> nodes = new HashMap<>();
    for (DataNode node : hdfs.getDataNodes()) {
      nodes.put(node.getDatanodeId().getHostName(), node.getXferAddress());
    }
    DistributedFileSystem fileSystem = hdfs.getFileSystem();
    fileSystem.mkdirs(new org.apache.hadoop.fs.Path(path).getParent());
    try (OutputStream out =
        fileSystem.create(
            new org.apache.hadoop.fs.Path(path),
            FsPermission.getFileDefault(),
            true,
            BLOCK_BYTES,
            (short) 1,
            BLOCK_BYTES,
            null,
            new InetSocketAddress[] {nodes.get(host)})) {
      out.write(bytes);
    }
  }

  @Test
  void onTheLocalDiskNoMachineIsPreferred() throws IOException {
    Files.write(folder.resolve("one.txt"), lines(BLOCK_BYTES));

    assertThat(hosts("type = text, path = \"" + folder.resolve("one.txt") + "\""))
        .isNotEmpty()
        .allSatisfy(task -> assertThat(task).isEmpty());
  }
}
