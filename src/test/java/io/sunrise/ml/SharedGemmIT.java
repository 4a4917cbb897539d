package io.sunrise.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sunrise.JavaProcess;
import io.sunrise.nn.GemmProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** An application of its own with an executor as another process. */
class SharedGemmIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** Prints the backend that driver and executor share. */
  static final class Application {
    private Application() {}

    public static void main(String[] mklCpuType) {
      try (SparkSession spark =
          SparkSession.builder()
              .master("local-cluster[1,1,1024]")
              .config("spark.ui.enabled", false)
              .config("spark.jars", TARGET.resolve("sunrise.jar").toString())
              .config("spark.executorEnv.MKL_DEBUG_CPU_TYPE", mklCpuType[0])
              .getOrCreate()) {
        System.out.println("shared: " + SharedGemm.of(spark));
      }
    }
  }

  @Test
  void anExecutorWithoutWhatMklNeedsLeavesPlainJavaToAll() throws Exception {
    String cpuType = System.getenv("MKL_DEBUG_CPU_TYPE");
    assumeTrue(cpuType != null, "MKL needs it on AMD only");
    assumeTrue(GemmProvider.choose("auto").name().equals("mkl"), "this machine has no MKL");
    assertThat(shared(cpuType)).contains("shared: auto");
    assertThat(shared("")).contains("shared: java");
  }

  private static String shared(String mklCpuType) throws IOException, InterruptedException {
    ProcessBuilder builder = JavaProcess.of("-Xmx1g", Application.class, mklCpuType);
    builder.environment().put("SPARK_HOME", TARGET.resolve("spark").toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
