package io.sunrise.train;

import io.sunrise.console.JobDescription;
import io.sunrise.data.Permutation;
import io.sunrise.data.RowRanks;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.runtime.AbstractFunction1;

/**
 * Runs a step as one Spark job. Each task holds, cached, the rows of its micro-batches of every
 * step of the epoch, in order of place: a partition is the same whoever computes it and however
 * often. The steps of an epoch are cut into blocks, each with partitions of its own, so that a step
 * whose rows were spilled to disk reads its block back and not the whole epoch. Parameters come by
 * broadcast; gradient nodes go out cut into slices, a reducer a slice, or, where all of them are
 * few bytes, whole to the driver.
 */
final class ExecutorRunner implements StepRunner {
  private final JavaSparkContext context;
  private final RowSource train;
  private final long driverSumBytes;
  private final int blockRows;
  private final int validationTasks;
  private final int length;
  private final Broadcast<RunnerSetup> setup;
  private final Broadcast<RowRanks> ranks;
  private final JavaRDD<TokenRows> validation;
  private final float[] gradient;
  private JavaRDD<TokenRows> rows;
  private JavaRDD<TokenRows> block;
  private int blockSteps;
  private int firstStep;
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
    this.blockRows = place.blockRows();
    this.validationTasks = tasks;
    this.length = length;
    this.gradient = new float[length];
    this.setup = context.broadcast(setup);
    this.ranks = context.broadcast(train.ranks());
    Broadcast<RowRanks> validationRanks = context.broadcast(validation.ranks());
    this.validation =
        place(
            validation.rows().keyBy(row -> (long) validationRanks.value().rank(row.index())),
            new PlacePartitioner(setup.validation(), tasks, 1));
  }

  private static JavaRDD<TokenRows> place(
      JavaPairRDD<Long, TokenRow> byPlace, PlacePartitioner partitioner) {
    return byPlace
        .repartitionAndSortWithinPartitions(partitioner)
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
    blockSteps = Math.max(1, (int) ((long) blockRows * tasks / run.plan().batchRows()));
    block = null;
    rows =
        place(
            train.rows().keyBy(row -> order.apply(known.value().rank(row.index()))),
            new PlacePartitioner(run.plan(), tasks, blockSteps));
  }

  /** The partitions that hold a step's rows. */
  private JavaRDD<TokenRows> blockOf(int step) {
    int number = step / blockSteps;
    if (block == null || firstStep != number * blockSteps) {
      firstStep = number * blockSteps;
      block =
          PartitionPruningRDD.create(rows.rdd(), new PartitionsOfBlock(number, tasks)).toJavaRDD();
    }
    return block;
  }

  /** Chooses the partitions of a block by their numbers. */
  private static final class PartitionsOfBlock extends AbstractFunction1<Object, Object>
      implements Serializable {
    private final int block;
    private final int tasks;

    PartitionsOfBlock(int block, int tasks) {
      this.block = block;
      this.tasks = tasks;
    }

    @Override
    public Object apply(Object partition) {
      return (Integer) partition / tasks == block;
    }
  }

  @Override
  public SummedGradient step(int step, float[] parameters, long dropoutKey) {
    return JobDescription.step(
        context.sc(),
        "epoch " + epoch + " step " + (step + 1),
        () -> summedGradient(step, parameters, dropoutKey));
  }

  private SummedGradient summedGradient(int step, float[] parameters, long dropoutKey) {
    Broadcast<Parameters> weights = context.broadcast(new Parameters(parameters));
    boolean onDriver = TrainingPlace.sumsOnDriver(driverSumBytes, tasks, length);
    int slices = onDriver ? 1 : tasks;
    JavaPairRDD<Integer, GradientSlice> nodes =
        blockOf(step)
            .mapPartitionsToPair(
                new GradientTask(
                    setup, weights, epoch, firstStep, step, dropoutKey, tasks, slices));
    SummedGradient sum = onDriver ? onDriver(nodes) : byReducers(nodes);
    weights.destroy();
    return sum;
  }

  /** Copied, as Spark sends results when a task has ended and its arrays are reused. */
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
        JobDescription.step(
            context.sc(),
            "epoch " + epoch + " validation",
            () ->
                validation
                    .mapPartitions(new ScoreTask(setup, weights, validationTasks), true)
                    .collect());
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
    setup.value().workers().clear();
    ranks.destroy();
    setup.destroy();
  }
}
