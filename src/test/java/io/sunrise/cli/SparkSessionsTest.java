package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** A setting of Spark that has no effect is reported, with what has one. */
class SparkSessionsTest {
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

  private static SparkConf submitted(String... keysAndValues) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return conf;
  }

  @Test
  void theDriversMemoryComesTooLateInTheConfiguration() {
    Map<String, String> configured = Map.of("spark.driver.memory", "7g");
    for (SparkConf submitted :
        new SparkConf[] {submitted(), submitted("spark.driver.memory", "3g")}) {
      assertThat(SparkSessions.notices(configured, submitted))
          .singleElement()
          .asString()
          .contains("spark.driver.memory = 7g has no effect", "--driver-memory 7g")
          .doesNotContain("\n");
    }
    assertThat(SparkSessions.notices(configured, submitted("spark.driver.memory", "7g"))).isEmpty();
  }

  @Test
  void executorsOnKubernetesNeedAnImage() {
    String kubernetes = "k8s://https://host:6443";
    assertThatThrownBy(() -> SparkSessions.requireImage(submitted("spark.master", kubernetes)))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("spark.kubernetes.container.image is not set");
    String image = "spark.kubernetes.executor.container.image";
    SparkSessions.requireImage(submitted("spark.master", kubernetes, image, "spark:3.5.7"));
    SparkSessions.requireImage(submitted("spark.master", "yarn"));
  }

  @Test
  void packagesComeTooLateAsWell() {
    assertThat(SparkSessions.notices(Map.of("spark.jars.packages", "a:b:1"), submitted()))
        .singleElement()
        .asString()
        .contains("--conf spark.jars.packages=a:b:1");
  }

  @Test
  void executorsAreNotConfiguredByALocalMaster() {
    assertThat(
            SparkSessions.notices(
                Map.of("spark.executor.memory", "8g"), submitted("spark.master", "local[*]")))
        .singleElement()
        .asString()
        .contains("spark.executor.memory = 8g has no effect", "--driver-memory");
  }

  @Test
  void whatSparkSubmitWasGivenTakesPrecedenceAndIsNamed() {
    assertThat(
            SparkSessions.notices(
                Map.of("spark.executor.memory", "8g"),
                submitted("spark.master", "yarn", "spark.executor.memory", "4g")))
        .singleElement()
        .asString()
        .contains("spark.executor.memory = 8g has no effect", "4g");
  }

  @Test
  void kryoIsNotUsedWhoeverSetsIt() {
    assertThat(SparkSessions.notices(Map.of("spark.serializer", KRYO), submitted()))
        .singleElement()
        .asString()
        .contains(KRYO, "has no effect");
    assertThat(SparkSessions.notices(Map.of(), submitted("spark.serializer", KRYO))).hasSize(1);
  }

  @Test
  void settingsThatWorkAreNotReported() {
    assertThat(
            SparkSessions.notices(
                Map.of("spark.sql.ansi.enabled", "true", "spark.executor.memory", "4g"),
                submitted("spark.master", "yarn", "spark.executor.memory", "4g")))
        .isEmpty();
  }
}
