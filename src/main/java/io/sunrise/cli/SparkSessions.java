package io.sunrise.cli;

import io.sunrise.SunriseException;
import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.stage.SparkVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command, configured by spark-submit and {@code spark.conf}. */
final class SparkSessions {
  private static final int SHUFFLE_TASKS_PER_CORE = 3;
  private static final String MEMORY = "spark.driver.memory";
  private static final String SERIALIZER = "spark.serializer";

  /** What spark-submit reads before it starts the driver's process, and nobody reads later. */
  private static final Set<String> READ_BEFORE_THE_DRIVER =
      Set.of(
          MEMORY,
          "spark.driver.cores",
          "spark.driver.memoryOverhead",
          "spark.driver.defaultJavaOptions",
          "spark.driver.extraJavaOptions",
          "spark.driver.extraClassPath",
          "spark.driver.extraLibraryPath",
          "spark.jars.packages",
          "spark.jars.excludes",
          "spark.jars.repositories",
          "spark.jars.ivy",
          "spark.jars.ivySettings",
          "spark.kerberos.keytab",
          "spark.kerberos.principal",
          "spark.submit.deployMode");

  /** What a driver that is its own executor does not read. */
  private static final Set<String> OF_EXECUTORS =
      Set.of("spark.executor.memory", "spark.executor.cores", "spark.executor.instances");

  private SparkSessions() {}

  static SparkSession start(Settings settings, String name, Console console) {
    notices(settings.spark().conf(), new SparkConf()).forEach(console::line);
    SparkConf conf = configuration(settings);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "sunrise " + name);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (isLocal(conf)) {
      // In local mode results stay in the driver's process, where the heap is the only limit.
      conf.setIfMissing("spark.driver.maxResultSize", "0");
    }
    requireImage(conf);
    SparkSession spark = session(conf);
    if (!isLocal(conf) && spark.sparkContext().statusTracker().getExecutorInfos().length <= 1) {
      console.line(
          "no executor has registered at Spark's master "
              + spark.sparkContext().master()
              + " yet; jobs wait for one");
    }
    SparkVersion.require(spark);
    if (!conf.contains("spark.sql.shuffle.partitions")) {
      // Spark's default of 200 means many empty tasks on a laptop and too few on a large cluster.
      int partitions = SHUFFLE_TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
    }
    return spark;
  }

  /** Without an image Spark asks Kubernetes again and again for executors. */
  static void requireImage(SparkConf conf) {
    if (conf.get("spark.master").startsWith("k8s://")
        && !conf.contains("spark.kubernetes.container.image")
        && !conf.contains("spark.kubernetes.executor.container.image")) {
      throw new SunriseException(
          "spark.kubernetes.container.image is not set, which executors on Kubernetes need: set"
              + " SPARK_SUBMIT_ARGS=\"--conf spark.kubernetes.container.image=IMAGE\"");
    }
  }

  private static SparkSession session(SparkConf conf) {
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      String why =
          Failures.oneLine(e)
              .orElseGet(
                  () ->
                      String.format(
                          Locale.ROOT,
                          "Spark does not start with the master %s: %s; check MASTER,"
                              + " SPARK_SUBMIT_ARGS and spark.conf",
                          conf.get("spark.master"),
                          SunriseException.reason(Failures.root(e))));
      throw new SunriseException(why, e);
    }
  }

  /** The options of spark-submit, which take precedence, and {@code spark.conf}. */
  static SparkConf configuration(Settings settings) {
    SparkConf conf = new SparkConf();
    settings.spark().conf().forEach(conf::setIfMissing);
    // Kryo, the default of many sites, serializes neither records nor Java's immutable lists.
    return conf.set(SERIALIZER, JavaSerializer.class.getName());
  }

  /**
   * A line for each setting that has no effect.
   *
   * @param configured {@code spark.conf}
   * @param submitted what spark-submit was given
   */
  static List<String> notices(Map<String, String> configured, SparkConf submitted) {
    List<String> notices = new ArrayList<>();
    new TreeMap<>(configured)
        .forEach(
            (key, value) ->
                withoutEffect(key, value, submitted)
                    .map(why -> "spark.conf: " + key + " = " + value + " has no effect: " + why)
                    .ifPresent(notices::add));
    String serializer = submitted.get(SERIALIZER, configured.getOrDefault(SERIALIZER, ""));
    if (!serializer.isEmpty() && !serializer.equals(JavaSerializer.class.getName())) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s = %s has no effect: what the tasks of Sunrise exchange needs Java's serializer",
              SERIALIZER,
              serializer));
    }
    return notices;
  }

  private static Optional<String> withoutEffect(String key, String value, SparkConf submitted) {
    String given = submitted.get(key, "");
    if (READ_BEFORE_THE_DRIVER.contains(key) && !given.equals(value)) {
      return Optional.of(tooLate(key, value));
    }
    if (OF_EXECUTORS.contains(key) && isLocal(submitted)) {
      return Optional.of(
          "with a local master the driver does all the work; set SPARK_SUBMIT_ARGS=\"--driver-memory"
              + " 4g\", or the number of cores by MASTER=local[4]");
    }
    boolean overridden = !given.isEmpty() && !given.equals(value) && !key.equals(SERIALIZER);
    return overridden
        ? Optional.of("spark-submit was given " + given + ", which takes precedence")
        : Optional.empty();
  }

  private static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master", "local[*]").matches("local(\\[.*)?");
  }

  private static String tooLate(String key, String value) {
    boolean memory = key.equals(MEMORY);
    return String.format(
        Locale.ROOT,
        "the driver's process has already started%s; set SPARK_SUBMIT_ARGS=\"%s\"",
        memory
            ? String.format(
                Locale.ROOT, " with %d MiB of heap", Runtime.getRuntime().maxMemory() >> 20)
            : "",
        memory ? "--driver-memory " + value : "--conf " + key + "=" + value);
  }
}
