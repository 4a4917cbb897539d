package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;

import com.sun.management.OperatingSystemMXBean;
import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.console.Console;
import io.sunrise.data.Schemas;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The speed of the search for near copies in a folder of JSON Lines with id and text, and its
 * recall of planted ones by similarity. Arguments: CORPUS [THRESHOLD], 0.8 by default.
 */
public final class DuplicatesBench {
  private static final int REPEATS = 3;
  private static final int PLANTED = 6000;
  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType)
          .add(Schemas.TEXT, DataTypes.StringType);

  private final SparkSession spark;
  private final NearDuplicateSettings settings;

  private DuplicatesBench(SparkSession spark, double threshold) {
    this.spark = spark;
    this.settings = new NearDuplicateSettings(true, threshold, 5, 128, PLANTED);
  }

  public static void main(String[] arguments) throws IOException {
    SparkSession.Builder builder = SparkSession.builder().appName("sunrise-duplicates-bench");
    double threshold = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.8;
    try (SparkSession spark = builder.getOrCreate()) {
      // As in the stages.
      spark
          .conf()
          .set("spark.sql.shuffle.partitions", 3L * spark.sparkContext().defaultParallelism());
      DuplicatesBench bench = new DuplicatesBench(spark, threshold);
      System.out.printf(
          Locale.ROOT,
          "near copies of Jaccard similarity %.2f, word %d-grams, %s%n",
          threshold,
          bench.settings.ngram(),
          NearDuplicates.banding(bench.settings));
      bench.recall(bench.speed(arguments[0]));
    }
  }

  private Dataset<Row> read(String corpus) {
    return spark.read().schema(SCHEMA).json(corpus);
  }

  /**
   * From the input files to the files of the kept texts; the first run includes the warm-up.
   *
   * @return the folder of the output files
   */
  private String speed(String corpus) throws IOException {
    Row size =
        read(corpus).agg(sum(octet_length(col(Schemas.TEXT))), count(col(Schemas.ID))).first();
    double megabytes = size.getLong(0) / 1e6;
    long documents = size.getLong(1);
    System.out.printf(Locale.ROOT, "%,d documents, %.1f MB of text%n", documents, megabytes);
    System.out.printf(
        "%-8s %9s %9s %9s %13s %9s %9s %9s%n",
        "seconds", "finding", "CPU s", "MB/s", "documents/s", "compared", "similar", "dropped");
    Path output = Files.createTempDirectory("sunrise-duplicates");
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long cpu = cpuNanos();
      long started = System.nanoTime();
      Dataset<Row> texts = read(corpus).persist(StorageLevel.DISK_ONLY());
      texts.count();
      long found = System.nanoTime();
      try (NearDuplicates.Found copies = new NearDuplicates(settings).find(texts)) {
        double finding = (System.nanoTime() - found) / 1e9;
        texts
            .join(
                copies.copies().rows().toDF(Schemas.ID, "kept"),
                new String[] {Schemas.ID},
                "left_anti")
            .write()
            .mode("overwrite")
            .option("compression", "gzip")
            .json(output.toString());
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%-8.2f %9.2f %9.2f %9.1f %,13.0f %,9d %,9d %,9d%n",
            seconds,
            finding,
            (cpuNanos() - cpu) / 1e9,
            megabytes / seconds,
            documents / seconds,
            copies.candidates(),
            copies.pairs(),
            copies.copies().rows().count());
      }
      texts.unpersist(true);
    }
    return output.toString();
  }

  /** CPU time of this process, which does not depend on other processes on the same cores. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void recall(String corpus) {
    System.out.println();
    SearchAccuracy.of(read(corpus), settings, 1).print(new Console(System.out, System.err, false));
  }
}
