package io.sunrise.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.StageTesting;
import io.sunrise.config.TestSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's UI and history server show beside each job. */
class JobDescriptionsIT {
  @TempDir private Path folder;

  private record Job(String group, String description) {}

  /** Keeps what describes each job. */
  private static final class Jobs extends SparkListener {
    private final List<Job> started = new CopyOnWriteArrayList<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      started.add(
          new Job(
              job.properties().getProperty("spark.jobGroup.id"),
              job.properties().getProperty("spark.job.description")));
    }

    private List<String> descriptions(String group) {
      return started.stream()
          .filter(job -> group.equals(job.group))
          .map(Job::description)
          .distinct()
          .toList();
    }
  }

  @Test
  void everyJobHasItsStageAsGroupAndSaysWhatItComputes() throws Exception {
    SparkContext context = SparkTesting.session().sparkContext();
    Jobs jobs = new Jobs();
    context.setJobGroup("notebook", "cell 7", true);
    context.addSparkListener(jobs);
    try {
      StageTesting stages =
          PreprocessTesting.collectedSource(folder, "type = generated, documents = 200");
      PreprocessTesting.preprocess(
          stages,
          TestSettings.preprocess(
              "tokenizer { vocabulary-size = 300, min-frequency = 1 }, output-files = 1,"
                  + " near-duplicates { planted-copies = 50 }"));
      assertThat(context.getLocalProperty("spark.jobGroup.id")).isEqualTo("notebook");
      assertThat(context.getLocalProperty("spark.job.description")).isEqualTo("cell 7");
      assertThat(context.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("true");
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(jobs);
      context.clearJobGroup();
    }

    assertThat(jobs.started)
        .isNotEmpty()
        .allSatisfy(
            job -> {
              assertThat(job.group).isIn("collect", "preprocess");
              assertThat(job.description).startsWith(job.group + ": ");
            });
    assertThat(jobs.descriptions("collect"))
        .contains(
            "collect: reading generated", "collect: writing documents", "collect: hashing output");
    assertThat(jobs.descriptions("preprocess"))
        .contains(
            "preprocess: verifying the output of collect",
            "preprocess: near duplicates, candidates",
            "preprocess: near duplicates, verify",
            "preprocess: near duplicates, components",
            "preprocess: hashing output");
  }
}
