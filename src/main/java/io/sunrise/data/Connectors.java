package io.sunrise.data;

import io.sunrise.SunriseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** What Spark needs to read the paths of a scheme that it does not know by itself. */
final class Connectors {
  private static final String AZURE = "org.apache.hadoop:hadoop-azure:" + VersionInfo.getVersion();

  private static final Map<String, String> PACKAGES =
      Map.of(
          "s3a", "org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion(),
          "gs", "com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.22",
          "abfs", AZURE,
          "abfss", AZURE,
          "wasb", AZURE,
          "wasbs", AZURE,
          "oss", "org.apache.hadoop:hadoop-aliyun:" + VersionInfo.getVersion());

  private static final Set<String> WEB = Set.of("http", "https", "hf");

  private Connectors() {}

  /** Hadoop opens web addresses, but cannot list them. */
  static void refuseWebAddress(Path path) {
    if (WEB.contains(scheme(path))) {
      throw SunriseException.of(
          "%s: a web address cannot be read; download it first, and name the file", path);
    }
  }

  static SunriseException missing(Path path, Exception cause) {
    String scheme = scheme(path);
    String remedy;
    if (PACKAGES.containsKey(scheme)) {
      remedy =
          String.format(
              Locale.ROOT,
              "add it to Spark's class path, such as by SPARK_SUBMIT_ARGS=\"--packages %s\"",
              PACKAGES.get(scheme));
    } else if (scheme.equals("s3") || scheme.equals("s3n")) {
      remedy = "name the path as s3a://";
    } else {
      remedy = "add the jar of its Hadoop file system to Spark's class path, or copy the files";
    }
    return new SunriseException(
        String.format(Locale.ROOT, "%s: Spark has no connector for %s; %s", path, scheme, remedy),
        cause);
  }

  private static String scheme(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }
}
