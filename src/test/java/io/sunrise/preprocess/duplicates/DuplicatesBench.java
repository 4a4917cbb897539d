package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import com.sun.management.OperatingSystemMXBean;
import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.data.Schemas;
import io.sunrise.preprocess.duplicates.PlantedCopies.Change;
import io.sunrise.preprocess.duplicates.PlantedCopies.Tally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * How fast near copies are found in a folder of JSON Lines with id and text, and how many of
 * planted ones, by similarity. Arguments: CORPUS [THRESHOLD], the default's is 0.8.
 */
public final class DuplicatesBench {
  private static final int REPEATS = 3;
  private static final int PLANTED = 6000;
  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType)
          .add(Schemas.TEXT, DataTypes.StringType);

  private final SparkSession spark;
  private final NearDuplicates duplicates;
  private final int ngram;

  private DuplicatesBench(SparkSession spark, double threshold) {
    NearDuplicateSettings settings = new NearDuplicateSettings(true, threshold, 5, 128);
    this.spark = spark;
    this.duplicates = new NearDuplicates(settings);
    this.ngram = settings.ngram();
  }

  public static void main(String[] arguments) throws IOException {
    SparkSession.Builder builder = SparkSession.builder().appName("sunrise-duplicates-bench");
    double threshold = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.8;
    try (SparkSession spark = builder.getOrCreate()) {
      // As the stages set it.
      spark
          .conf()
          .set("spark.sql.shuffle.partitions", 3L * spark.sparkContext().defaultParallelism());
      DuplicatesBench bench = new DuplicatesBench(spark, threshold);
      System.out.printf(
          Locale.ROOT,
          "near copies of Jaccard similarity %.2f, word %d-grams, %s%n",
          threshold,
          bench.ngram,
          bench.duplicates.banding());
      bench.speed(arguments[0]);
      bench.recall(arguments[0]);
    }
  }

  private Dataset<Row> read(String corpus) {
    return spark.read().schema(SCHEMA).json(corpus);
  }

  /** From the files to the kept texts in files; the first time is a cold machine's. */
  private void speed(String corpus) throws IOException {
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
      try (NearDuplicates.Found copies = duplicates.find(texts)) {
        double finding = (System.nanoTime() - found) / 1e9;
        copies
            .sifted()
            .kept()
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
            copies.sifted().droppedRows());
      }
      texts.unpersist(true);
    }
  }

  /** Of this process: tells how much work it was where other processes share the cores. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void recall(String corpus) {
    List<String> texts =
        read(corpus)
            .select(Schemas.TEXT)
            .distinct()
            .orderBy(xxhash64(col(Schemas.TEXT)))
            .limit(PLANTED)
            .as(Encoders.STRING())
            .collectAsList();
    PlantedCopies planted = PlantedCopies.of(texts, ngram);
    try (NearDuplicates.Found found =
        duplicates.find(spark.createDataFrame(planted.rows(), SCHEMA))) {
      Set<String> dropped =
          found.sifted().reasons().collectAsList().stream()
              .map(row -> row.getString(0))
              .collect(Collectors.toSet());
      System.out.printf(
          "%n%-12s %8s %9s %7s   of %s%n",
          "similarity", "planted", "expected", "found", List.of(Change.values()));
      planted.tallies(dropped, duplicates).forEach(DuplicatesBench::print);
    }
  }

  private static void print(double bin, Tally tally) {
    String byChange =
        tally.plantedAndFound.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%d/%d", e.getValue()[1], e.getValue()[0]))
            .collect(Collectors.joining("  "));
    System.out.printf(
        Locale.ROOT,
        "%.2f to %.2f %8d %8.1f%% %6.1f%%   %s%n",
        bin,
        bin + PlantedCopies.BIN,
        tally.planted(),
        100 * tally.expected / tally.planted(),
        100 * tally.recall(),
        byChange);
  }
}
