package io.sunrise.ml;

import io.sunrise.nn.Gemm;
import io.sunrise.nn.GemmProvider;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The GEMM backend that driver and executors have in common. Who submits an application of their
 * own may not have set what MKL needs on some processors, or not everywhere; plain Java does then.
 */
final class SharedGemm {
  private static final String AUTO = "auto";
  private static final String JAVA = "java";

  private static String application = "";
  private static String chosen = AUTO;

  private SharedGemm() {}

  /** The backend's name, found once in an application. */
  static synchronized String of(SparkSession spark) {
    String now = spark.sparkContext().applicationId();
    if (!now.equals(application)) {
      chosen = spark.sparkContext().isLocal() || agree(spark) ? AUTO : JAVA;
      application = now;
    }
    return chosen;
  }

  private static boolean agree(SparkSession spark) {
    String own = fingerprint();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.max(2, context.defaultParallelism());
    List<Integer> each = IntStream.range(0, tasks).boxed().toList();
    return context.parallelize(each, tasks).map(i -> fingerprint()).distinct().collect().stream()
        .allMatch(own::equals);
  }

  private static String fingerprint() {
    Gemm gemm = GemmProvider.choose(AUTO);
    return gemm.name() + " " + gemm.fingerprint();
  }
}
