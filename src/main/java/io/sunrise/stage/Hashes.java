package io.sunrise.stage;

import io.sunrise.Sha256;
import io.sunrise.data.Locations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** SHA-256 of files, wherever Spark runs its tasks. */
final class Hashes {
  private static final int BUFFER_BYTES = 1 << 16;

  private Hashes() {}

  /** The hash of each file, by its URI; the executors read them. */
  static Map<String, String> files(SparkSession spark, List<String> files) {
    if (files.isEmpty()) {
      return Map.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    int tasks = Math.min(files.size(), context.defaultParallelism());
    Map<String, String> hashes = new TreeMap<>();
    for (Tuple2<String, String> hash :
        context
            .parallelize(files, tasks)
            .map(file -> new Tuple2<>(file, file(file, configuration.value())))
            .collect()) {
      hashes.put(hash._1(), hash._2());
    }
    return hashes;
  }

  private static String file(String file, Configuration configuration) {
    Path path = new Path(file);
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Locations.fileSystem(path, configuration).open(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.hex(digest);
  }
}
