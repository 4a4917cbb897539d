package io.sunrise.finetune;

import io.sunrise.data.SparkFailures;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.CrossRun.Model;
import io.sunrise.finetune.FoldParts.Part;
import io.sunrise.finetune.RunRows.Ranked;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.train.TaskTraining;
import io.sunrise.train.TrainingResult;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.trace.EpochRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Runs spread over the executors, each one task. A shuffle brings a task the rows of its run, so
 * that nothing but the scores comes to the driver.
 */
final class CrossRuns {

  /**
   * What all tasks know.
   *
   * @param runs by partition
   * @param parts of the run at the same place
   * @param settings by {@link CrossRun#setting}
   * @param pretrained first parameters by {@link CrossRun#seed}
   */
  record Plan(
      List<CrossRun> runs,
      List<FoldParts> parts,
      List<TaskTraining> settings,
      Map<Long, float[]> pretrained)
      implements Serializable {}

  private CrossRuns() {}

  /** Makes all runs; the scores are in the runs' order. */
  static List<CrossScore> scores(JavaSparkContext context, FoldedRows rows, Plan plan) {
    Broadcast<Plan> shared = context.broadcast(plan);
    JavaRDD<CrossScore> scores =
        rows.ranked()
            .mapPartitionsToPair(ranked -> byRun(ranked, shared.value()))
            .partitionBy(new HashPartitioner(plan.runs().size()))
            .mapPartitionsWithIndex((run, pieces) -> score(run, pieces, shared.value()), true);
    try {
      return scores.collect();
    } catch (Exception e) {
      throw SparkFailures.explain("cross-validate", e);
    } finally {
      shared.destroy();
    }
  }

  /** A partition's rows once for each run that they have a part in, packed when they are sent. */
  private static Iterator<Tuple2<Integer, RunRows>> byRun(Iterator<Ranked> ranked, Plan plan) {
    List<Ranked> rows = new ArrayList<>();
    ranked.forEachRemaining(rows::add);
    return IntStream.range(0, rows.isEmpty() ? 0 : plan.runs().size())
        .mapToObj(run -> new Tuple2<>(run, RunRows.of(rows, plan.parts().get(run))))
        .iterator();
  }

  private static Iterator<CrossScore> score(
      int number, Iterator<Tuple2<Integer, RunRows>> pieces, Plan plan) {
    List<RunRows> own = new ArrayList<>();
    pieces.forEachRemaining(piece -> own.add(piece._2()));
    RunRows rows = RunRows.together(own.iterator());
    CrossRun run = plan.runs().get(number);
    TaskTraining training = plan.settings().get(run.setting());
    float[] initial =
        run.model() == Model.PRETRAINED
            ? plan.pretrained().get(run.seed())
            : ParameterInitializer.initialize(training.layout(), run.seed());
    TrainingRun identity = new TrainingRun("cross-validate", "", "", 1, run.seed());
    TokenRows validation = rows.of(Part.VALIDATION);
    TrainingResult result = training.train(initial, rows.of(Part.LEARNED), validation, identity);
    BatchResult heldOut = training.score(result.parameters(), rows.of(Part.HELD_OUT), run.seed());
    EpochRecord epoch = result.epochs().get(result.epoch() - 1);
    CrossScore score =
        new CrossScore(
            run,
            rows.sizes(),
            epoch.validationAccuracy(),
            heldOut.accuracy(),
            facts(epoch, heldOut));
    return List.of(score).iterator();
  }

  private static Map<String, Number> facts(EpochRecord epoch, BatchResult heldOut) {
    Map<String, Number> facts = new LinkedHashMap<>();
    facts.put("epoch", epoch.epoch());
    facts.put("steps", epoch.step());
    facts.put("trainLoss", epoch.trainLoss());
    facts.put("validationLoss", epoch.validationLoss());
    facts.put("heldOutLoss", heldOut.meanLoss());
    return facts;
  }
}
