package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.Permutation;
import io.sunrise.data.RowRanks;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Runs a step as one Spark job. Each task holds, cached, the rows of its micro-batches of every
 * step of the epoch, in order of place: a partition is the same whoever computes it and however
 * often. Parameters come by broadcast; gradient nodes go out cut into slices, a reducer a slice,
 * or, where all of them are few bytes, whole to the driver.
 */
final class ExecutorRunner implements StepRunner {
  private final JavaSparkContext context;
  private final RowSource train;
  private final long driverSumBytes;
  private final int validationTasks;
  private final int length;
  private final Broadcast<RunnerSetup> setup;
  private final Broadcast<RowRanks> ranks;
  private final JavaRDD<TokenRows> validation;
  private final float[] gradient;
  private JavaRDD<TokenRows> rows;
  private int epoch;

  /** A step's tasks, and as many reducers. */
  private int tasks;

  /**
   * @param place with a step's tasks, and as many reducers, at least: where more cores have joined
   *     when an epoch begins, it has a task for each
   * @param length the number of parameters
   */
  ExecutorRunner(
      TrainingPlace place, RunnerSetup setup, RowSource train, RowSource validation, int length) {
    this.context = new JavaSparkContext(place.spark().sparkContext());
    this.train = train;
    this.tasks = place.parallel();
    this.driverSumBytes = place.driverSumBytes();
    this.validationTasks = tasks;
    this.length = length;
    this.gradient = new float[length];
    this.setup = context.broadcast(setup);
    this.ranks = context.broadcast(train.ranks());
    Broadcast<RowRanks> validationRanks = context.broadcast(validation.ranks());
    this.validation =
        place(
            validation.rows().keyBy(row -> (long) validationRanks.value().rank(row.index())),
            setup.validation());
  }

  private JavaRDD<TokenRows> place(JavaPairRDD<Long, TokenRow> byPlace, EpochPlan plan) {
    return byPlace
        .repartitionAndSortWithinPartitions(new PlacePartitioner(plan, tasks))
        .mapPartitions(placed -> RowSource.pack(new Values<>(placed)), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  @Override
  public void openEpoch(int number) {
    if (rows != null) {
      rows.unpersist(false);
    }
    epoch = number;
    tasks = Math.max(tasks, context.defaultParallelism());
    RunnerSetup run = setup.value();
    Permutation order = Permutation.ofEpoch(train.size(), run.seed(), number);
    Broadcast<RowRanks> known = ranks;
    rows =
        place(train.rows().keyBy(row -> order.apply(known.value().rank(row.index()))), run.plan());
  }

  @Override
  public SummedGradient step(int step, float[] parameters, long dropoutKey) {
    Broadcast<Parameters> weights = context.broadcast(new Parameters(parameters));
    boolean onDriver = TrainingPlace.sumsOnDriver(driverSumBytes, tasks, length);
    int slices = onDriver ? 1 : tasks;
    JavaPairRDD<Integer, GradientSlice> nodes =
        rows.mapPartitionsToPair(
            new GradientTask(setup, weights, epoch, step, dropoutKey, tasks, slices));
    SummedGradient sum = onDriver ? onDriver(nodes) : byReducers(nodes);
    weights.destroy();
    return sum;
  }

  /** What a task gives goes out when the task has ended and its arrays are another's. */
  private static SummedGradient onDriver(JavaPairRDD<Integer, GradientSlice> nodes) {
    return GradientTask.total(nodes.values().map(GradientSlice::detached).collect());
  }

  private SummedGradient byReducers(JavaPairRDD<Integer, GradientSlice> nodes) {
    JavaPairRDD<Integer, GradientSlice> shuffled = nodes.partitionBy(new SlicePartitioner(tasks));
    List<Tuple2<Integer, GradientSlice>> slices =
        shuffled.mapPartitionsToPair(GradientTask::finish, true).collect();
    Shuffles.remove(shuffled);
    StepSums sums = StepSums.EMPTY;
    for (Tuple2<Integer, GradientSlice> slice : slices) {
      float[] part = slice._2().gradient().received();
      System.arraycopy(
          part, 0, gradient, GradientTask.from(length, slice._1(), tasks), part.length);
      sums = slice._2().sums();
    }
    return new SummedGradient(gradient, sums);
  }

  @Override
  public StepSums validate(float[] parameters) {
    if (setup.value().validation().rows() == 0) {
      return StepSums.EMPTY;
    }
    Broadcast<Parameters> weights = context.broadcast(new Parameters(parameters));
    List<TreeSum.Node<StepSums>> nodes =
        validation.mapPartitions(new ScoreTask(setup, weights, validationTasks), true).collect();
    weights.destroy();
    TreeSum<StepSums> sum = new TreeSum<>(StepSums::plus);
    nodes.stream().sorted(TreeSum.Node.inOrder()).forEach(sum::add);
    return sum.total();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.unpersist(false);
    }
    validation.unpersist(false);
    WorkerPool.close(setup.value().id());
    ranks.destroy();
    setup.destroy();
  }

  /** The share of a partition's rows. */
  static EpochShare share(RunnerSetup run, TokenRows rows, int epoch, int task, int tasks) {
    EpochPlan plan = epoch == BatchMaker.VALIDATION ? run.validation() : run.plan();
    return new EpochShare(rows, plan, run.batches(), epoch, task, tasks);
  }
}
