package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.AdamWSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.console.JobDescription;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Objective;
import io.sunrise.train.gradient.TrainingPlace;
import io.sunrise.train.trace.EpochRecord;
import io.sunrise.train.trace.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingIT {
  /** Of the driver: reducers sum. */
  private static final long NEVER = 0;

  @TempDir Path folder;

  @Test
  void givesTheSameBitsOnAnyNumberOfExecutorsAndThreads() throws IOException {
    int[] expected = null;
    String trace = null;
    for (TrainingPlace place :
        new TrainingPlace[] {
          TrainingTesting.on(RunOn.DRIVER, 1),
          TrainingTesting.on(RunOn.DRIVER, 2),
          TrainingTesting.on(RunOn.EXECUTORS, 1),
          TrainingTesting.on(RunOn.EXECUTORS, 2),
          TrainingTesting.on(RunOn.EXECUTORS, 3),
          TrainingTesting.on(RunOn.EXECUTORS, 7),
          TrainingTesting.inBlocks(2, 1),
          TrainingTesting.inBlocks(3, 6),
          TrainingTesting.on(RunOn.EXECUTORS, 1, NEVER),
          TrainingTesting.on(RunOn.EXECUTORS, 2, NEVER),
          TrainingTesting.on(RunOn.EXECUTORS, 7, NEVER)
        }) {
      Path own =
          folder.resolve(
              String.join(
                  "-",
                  place.runOn().name(),
                  String.valueOf(place.parallel()),
                  String.valueOf(place.driverSumBytes()),
                  String.valueOf(place.blockRows())));
      TrainingResult result =
          TrainingTesting.train(
              TrainingTesting.job(own, TrainingTesting.settings(OptimizerKind.SUNRISE, 2), 37),
              place);
      if (expected == null) {
        expected = TrainingTesting.bits(result);
        trace = CheckpointsIT.traceWithoutTimes(own);
      }
      assertThat(TrainingTesting.bits(result)).as(own.toString()).isEqualTo(expected);
      assertThat(CheckpointsIT.traceWithoutTimes(own)).isEqualTo(trace);
    }
  }

  @Test
  void replacedTokenDetectionGivesTheSameBitsOnExecutorsAndAfterAnInterruption() {
    List<int[]> results = new ArrayList<>();
    for (RunOn runOn : List.of(RunOn.DRIVER, RunOn.EXECUTORS)) {
      Path own = folder.resolve("replaced-" + runOn);
      StopRequest stop = new StopRequest();
      stop.request();
      TrainingPlace place = TrainingTesting.on(runOn, 3, NEVER);
      assertThatThrownBy(
              () ->
                  TrainingTesting.train(
                      TrainingTesting.replaced(own), place, stop, TrainingListener.SILENT))
          .hasMessageContaining("stopped at step 1 ");
      TrainingResult result = TrainingTesting.train(TrainingTesting.replaced(own), place);
      assertThat(result.epochs().get(1).validationParts())
          .extracting(BatchResult.Part::name)
          .containsExactly("replaced tokens", "masked tokens");
      assertThat(result.epochs().get(3).validationLoss())
          .isLessThan(result.epochs().get(0).validationLoss());
      results.add(TrainingTesting.bits(result));
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    TrainingResult whole =
        TrainingTesting.train(
            TrainingTesting.replaced(folder.resolve("whole")), TrainingTesting.on(RunOn.DRIVER, 1));
    assertThat(TrainingTesting.bits(whole)).isEqualTo(results.get(0));
  }

  @Test
  void givesTheSameBitsFromAnyNumberOfInputPartitions() {
    TrainingSettings settings = TrainingTesting.settings(OptimizerKind.SUNRISE, 2);
    List<int[]> results = new ArrayList<>();
    for (int partitions : new int[] {1, 7, 64}) {
      for (RunOn runOn : List.of(RunOn.DRIVER, RunOn.EXECUTORS)) {
        TrainingTesting.Case job =
            TrainingTesting.job(
                folder.resolve(partitions + "-" + runOn), settings, 100, partitions);
        results.add(
            TrainingTesting.bits(TrainingTesting.train(job, TrainingTesting.on(runOn, 2, NEVER))));
      }
    }
    assertThat(results).allSatisfy(bits -> assertThat(bits).isEqualTo(results.get(0)));
  }

  @Test
  void aNumberOfStepsEndsWithinAnEpochAndGivesTheSameBitsAfterAnInterruption() {
    // 37 rows are 5 steps of 8.
    TrainingSettings settings = TrainingTesting.settings(OptimizerKind.SUNRISE, 9).ofSteps(8);
    List<int[]> results = new ArrayList<>();
    for (RunOn runOn : List.of(RunOn.DRIVER, RunOn.EXECUTORS)) {
      TrainingTesting.Case job =
          TrainingTesting.job(folder.resolve("steps-" + runOn), settings, 37, 2);
      TrainingPlace place = TrainingTesting.on(runOn, 2, NEVER);
      StopRequest stop = new StopRequest();
      stop.request();
      assertThatThrownBy(() -> TrainingTesting.train(job, place, stop, TrainingListener.SILENT))
          .hasMessageContaining("stopped at step 1 of 8");
      TrainingResult result = TrainingTesting.train(job, place);
      assertThat(result.epochs()).extracting(EpochRecord::step).containsExactly(5L, 8L);
      results.add(TrainingTesting.bits(result));
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    TrainingResult whole =
        TrainingTesting.train(
            TrainingTesting.job(folder.resolve("steps"), settings, 37, 1),
            TrainingTesting.on(RunOn.DRIVER, 1));
    assertThat(TrainingTesting.bits(whole)).isEqualTo(results.get(0));
  }

  @Test
  void jobsOnExecutorsSayTheirEpochAndStep() {
    SparkContext context = SparkTesting.session().sparkContext();
    Set<String> descriptions = ConcurrentHashMap.newKeySet();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            descriptions.add(job.properties().getProperty("spark.job.description", ""));
          }
        };
    context.addSparkListener(listener);
    try {
      JobDescription.during(
          context,
          "pretrain",
          "pretrain",
          () ->
              TrainingTesting.train(
                  TrainingTesting.job(
                      folder, TrainingTesting.settings(OptimizerKind.SUNRISE, 2), 37),
                  TrainingTesting.on(RunOn.EXECUTORS, 2)));
      context.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    } finally {
      context.removeSparkListener(listener);
    }
    assertThat(descriptions)
        .contains(
            "pretrain: epoch 1 step 1", "pretrain: epoch 2 step 5", "pretrain: epoch 2 validation");
  }

  @Test
  void learnsAndWritesDownHow() throws IOException {
    TrainingTesting.Case job =
        TrainingTesting.job(folder, TrainingTesting.settings(OptimizerKind.SUNRISE, 25), 37);
    TrainingResult result = TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 2));
    assertThat(result.steps()).isEqualTo(25L * TrainingTesting.STEPS_PER_EPOCH);
    assertThat(result.epochs()).hasSize(25);
    EpochRecord first = result.epochs().get(0);
    EpochRecord last = result.epochs().get(24);
    assertThat(last.trainLoss()).isLessThan(first.trainLoss() * 0.6);
    assertThat(last.validationLoss()).isLessThan(first.validationLoss() * 0.6);
    assertThat(last.validationAccuracy()).isGreaterThan(0.4);
    assertThat(folder.resolve("trace.jsonl"))
        .content()
        .hasLineCount(25 * (TrainingTesting.STEPS_PER_EPOCH + 1))
        .contains("{\"type\":\"epoch\",\"epoch\":25,\"stage\":\"pretrain\",\"step\":125,");
    assertThat(folder.resolve("tensorboard/train")).isDirectoryContaining("glob:**tfevents*");
  }

  /** Steps so long that they soon undo what the first ones learned. */
  private TrainingTesting.Case getsWorse(int patience) {
    return TrainingTesting.job(
        folder, TrainingTesting.settings(OptimizerKind.SUNRISE, 12, 8, 0.5, patience), 37);
  }

  @Test
  void endsWithTheWeightsOfTheBestEpochAndStopsWhenNoneIsBetter() {
    TrainingPlace place = TrainingTesting.on(RunOn.DRIVER, 2);
    List<String> warnings = new ArrayList<>();
    TrainingResult result =
        TrainingTesting.train(
            getsWorse(2), place, new StopRequest(), TrainingTesting.warningsTo(warnings));
    EpochRecord best =
        Collections.min(result.epochs(), Comparator.comparingDouble(EpochRecord::validationLoss));
    assertThat(result.epoch()).isEqualTo(best.epoch());
    assertThat(result.epochs()).hasSize(best.epoch() + 2);
    assertThat(warnings).hasSize(1).first().asString().contains("stopping after epoch");
    // The same again, from the last checkpoint.
    TrainingResult again = TrainingTesting.train(getsWorse(2), place);
    assertThat(TrainingTesting.bits(again)).isEqualTo(TrainingTesting.bits(result));
    assertThat(again.epoch()).isEqualTo(result.epoch());
  }

  @Test
  void saysThatWithoutValidationRowsNoEpochIsBest() {
    List<String> warnings = new ArrayList<>();
    TrainingTesting.Case job = getsWorse(1);
    TrainingResult result =
        TrainingTesting.train(
            new TrainingTesting.Case(job.job(), job.train(), job.validation().limit(0)),
            TrainingTesting.on(RunOn.DRIVER, 1),
            new StopRequest(),
            TrainingTesting.warningsTo(warnings));
    assertThat(result.epochs()).hasSize(12);
    assertThat(result.epoch()).isEqualTo(12);
    assertThat(warnings)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("pretrain has no validation rows to compare epochs by: keep-best and");
  }

  @Test
  void namesTheStepWhereTheLossIsNotFinite() {
    TrainingTesting.Case job = TrainingTesting.job(folder);
    float[] broken = job.job().initialParameters().clone();
    broken[30] = Float.NaN;
    TrainingTesting.Case hopeless =
        new TrainingTesting.Case(
            new TrainingJob(job.job().networks(), broken, job.job().settings(), job.job().run()),
            job.train(),
            job.validation());
    assertThatThrownBy(() -> TrainingTesting.train(hopeless, TrainingTesting.on(RunOn.DRIVER, 1)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("step 1 of epoch 1: the loss is NaN")
        .hasMessageMatching(".*its rows: (\\d+, ){4}\\d+ and 3 more; .*")
        .hasMessageContaining("last good checkpoint: none yet");
  }

  private TrainingTesting.Case frozen(int layers) {
    TrainingSettings settings = TrainingTesting.settings(OptimizerKind.SUNRISE, 1);
    AdamWSettings adamW = new AdamWSettings(0.01, 0.9, 0.999, 0.8, layers);
    return TrainingTesting.job(
        folder.resolve("frozen-" + layers),
        TrainingTesting.with(settings, settings.loss(), adamW),
        37);
  }

  @Test
  void frozenLayersStayAndDoNotCountInTheGradientNorm() throws IOException {
    TrainingTesting.Case job = frozen(1);
    float[] initial = job.job().initialParameters();
    TrainingPlace place = TrainingTesting.on(RunOn.DRIVER, 1);
    float[] last = TrainingTesting.train(job, place).parameters();
    int frozen = job.job().networks().create().layout().sizeUpTo(1);
    assertThat(Arrays.copyOf(last, frozen)).isEqualTo(Arrays.copyOf(initial, frozen));
    assertThat(Arrays.copyOfRange(last, frozen, last.length))
        .isNotEqualTo(Arrays.copyOfRange(initial, frozen, last.length));

    TrainingTesting.train(frozen(0), place);
    assertThat(firstGradientNorm("frozen-1")).isLessThan(0.9 * firstGradientNorm("frozen-0"));
  }

  private double firstGradientNorm(String run) throws IOException {
    Path trace = folder.resolve(run).resolve("trace.jsonl");
    String first = Files.readAllLines(trace).get(0);
    return new ObjectMapper().readTree(first).path("gradientNorm").asDouble();
  }

  @Test
  void refusesToFreezeMoreLayersThanThereAre() {
    TrainingTesting.Case job = frozen(2);
    assertThatThrownBy(() -> TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 1)))
        .isInstanceOf(SunriseException.class)
        .hasMessage(
            "pretrain.frozen-layers is 2, expected at most the 1 layers of the model: lower it");
  }

  @Test
  void refusesAnExecutorThatComputesOtherBits() {
    TrainingTesting.Case job = TrainingTesting.job(folder);
    Networks usual = job.job().networks();
    Networks strange = new Networks(usual.objective(), "java", "0123456789abcdef");
    Objective inTasks =
        new ChangedNetworks(
            usual.objective(), network -> TaskContext.get() == null ? network : strange.create());
    assertThatThrownBy(
            () -> TrainingTesting.train(job.of(inTasks), TrainingTesting.on(RunOn.EXECUTORS, 2)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("differ from the driver's (0123456789ab)");
  }
}
