package io.sunrise.finetune;

import io.sunrise.config.FinetuneSettings;
import io.sunrise.data.SparkFailures;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.RunRows.Ranked;
import io.sunrise.finetune.teacher.TeacherTraining;
import io.sunrise.train.TaskTraining;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function1;
import scala.Function2;
import scala.Tuple2;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

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
   * @param finetune by {@link CrossRun#setting}
   * @param pretrained first parameters by {@link CrossRun#seed}
   */
  record Plan(
      List<CrossRun> runs,
      List<FoldParts> parts,
      List<TaskTraining> settings,
      List<FinetuneSettings> finetune,
      Map<Long, float[]> pretrained,
      Teaching teaching)
      implements Serializable {}

  /**
   * What makes rows of the corpus rows to learn from.
   *
   * @param candidates for teachers to label
   * @param chosen how many of them are learned from, by {@link CrossRun#setting}
   */
  record Teaching(TeacherTraining teachers, TokenRows candidates, List<Integer> chosen)
      implements Serializable {}

  private CrossRuns() {}

  /**
   * Makes all runs.
   *
   * @param made told of each score as soon as its run is made, by one thread at a time
   */
  static void make(
      JavaSparkContext context, FoldedRows rows, Plan plan, Consumer<CrossScore> made) {
    Broadcast<Plan> shared = context.broadcast(plan);
    JavaRDD<CrossScore> scores =
        rows.ranked()
            .mapPartitionsToPair(ranked -> byRun(ranked, shared.value()))
            .partitionBy(new HashPartitioner(plan.runs().size()))
            .mapPartitionsWithIndex((run, pieces) -> score(run, pieces, shared.value()), true);
    try {
      context
          .sc()
          .runJob(
              scores.rdd(),
              (Function1<scala.collection.Iterator<CrossScore>, CrossScore> & Serializable)
                  scala.collection.Iterator::next,
              (Function2<Object, CrossScore, BoxedUnit>)
                  (run, score) -> {
                    made.accept(score);
                    return BoxedUnit.UNIT;
                  },
              ClassTag$.MODULE$.apply(CrossScore.class));
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
    return List.of(new CrossTask(plan.runs().get(number), rows, plan).score()).iterator();
  }
}
