package io.sunrise.train.gradient;

import io.sunrise.console.JobDescription;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.Permutation;
import io.sunrise.data.RowRanks;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.BatchResult;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ContextCleaner;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
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
public final class SparkEngine implements GradientEngine {
  private final JavaSparkContext spark;
  private final RowSource train;
  private final long driverSumBytes;
  private final int blockRows;
  private final int validationTasks;
  private final float[] gradient;
  private final Broadcast<StepContext> context;
  private final Broadcast<RowRanks> ranks;
  private final JavaRDD<TokenRows> validation;
  private JavaRDD<TokenRows> rows;
  private int blockSteps;
  private JavaRDD<TokenRows> block;
  private int firstStep;
  private int epoch;

  /** A step's tasks, and as many reducers. */
  private int tasks;

  /**
   * @param place with a step's tasks, and as many reducers, at least: where more cores have joined
   *     when an epoch begins, it has a task for each
   * @param length the number of parameters
   */
  public SparkEngine(
      TrainingPlace place, StepContext context, RowSource train, RowSource validation, int length) {
    this.spark = new JavaSparkContext(place.spark().sparkContext());
    this.train = train;
    this.tasks = place.parallel();
    this.driverSumBytes = place.driverSumBytes();
    this.blockRows = place.blockRows();
    this.validationTasks = tasks;
    this.gradient = new float[length];
    this.context = spark.broadcast(context);
    this.ranks = spark.broadcast(train.ranks());
    Broadcast<RowRanks> validationRanks = spark.broadcast(validation.ranks());
    this.validation =
        place(
            validation.rows().keyBy(row -> (long) validationRanks.value().rank(row.index())),
            new PlacePartitioner(context.validation(), tasks, 1));
  }

  private static JavaRDD<TokenRows> place(
      JavaPairRDD<Long, TokenRow> byPlace, PlacePartitioner partitioner) {
    return byPlace
        .repartitionAndSortWithinPartitions(partitioner)
        .values()
        .mapPartitions(RowSource::pack, true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  @Override
  public void openEpoch(int number) {
    if (rows != null) {
      rows.unpersist(false);
    }
    epoch = number;
    tasks = Math.max(tasks, spark.defaultParallelism());
    EpochPlan plan = context.value().plan();
    Permutation order = context.value().order(number);
    Broadcast<RowRanks> known = ranks;
    blockSteps = Math.max(1, (int) ((long) blockRows * tasks / plan.batchRows()));
    block = null;
    rows =
        place(
            train.rows().keyBy(row -> order.apply(known.value().rank(row.index()))),
            new PlacePartitioner(plan, tasks, blockSteps));
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
  public SummedGradient gradient(int step, float[] parameters, long dropoutKey) {
    return JobDescription.step(
        spark.sc(),
        "epoch " + epoch + " step " + (step + 1),
        () -> summedGradient(step, parameters, dropoutKey));
  }

  private SummedGradient summedGradient(int step, float[] parameters, long dropoutKey) {
    boolean onDriver = TrainingPlace.sumsOnDriver(driverSumBytes, tasks, parameters.length);
    int slices = onDriver ? 1 : tasks;
    Broadcast<FloatSlice> weights = spark.broadcast(FloatSlice.all(parameters));
    JavaRDD<TokenRows> held = blockOf(step);
    GradientTask.Step ofEpoch = new GradientTask.Step(epoch, firstStep, step, dropoutKey, tasks);
    JavaPairRDD<Integer, GradientSlice> nodes =
        held.mapPartitionsToPair(new GradientTask(context, weights, ofEpoch, slices));
    SummedGradient sum = onDriver ? onDriver(nodes) : byReducers(nodes);
    weights.destroy();
    return sum;
  }

  /** Copied, as Spark sends results when a task has ended and its arrays are reused. */
  private static SummedGradient onDriver(JavaPairRDD<Integer, GradientSlice> nodes) {
    return GradientTask.total(nodes.values().map(GradientSlice::detached).collect());
  }

  /** A slice's number is its own hash code, so each reducer gets one. */
  private SummedGradient byReducers(JavaPairRDD<Integer, GradientSlice> nodes) {
    JavaPairRDD<Integer, GradientSlice> shuffled = nodes.partitionBy(new HashPartitioner(tasks));
    List<Tuple2<Integer, GradientSlice>> slices =
        shuffled.mapPartitionsToPair(GradientTask::finish, true).collect();
    removeFiles(shuffled);
    BatchResult result = BatchResult.EMPTY;
    for (Tuple2<Integer, GradientSlice> slice : slices) {
      float[] part = slice._2().gradient().array();
      int from = GradientTask.from(gradient.length, slice._1(), tasks);
      System.arraycopy(part, 0, gradient, from, part.length);
      result = slice._2().result();
    }
    return new SummedGradient(gradient, result);
  }

  /**
   * Removes the files of a shuffle that is read for the last time. Spark waits for a garbage
   * collection to do so, and a step leaves megabytes.
   */
  private static void removeFiles(JavaPairRDD<?, ?> shuffled) {
    Option<ContextCleaner> cleaner = shuffled.rdd().sparkContext().cleaner();
    if (cleaner.isDefined()
        && shuffled.rdd().dependencies().head() instanceof ShuffleDependency<?, ?, ?> shuffle) {
      cleaner.get().doCleanupShuffle(shuffle.shuffleId(), false);
    }
  }

  @Override
  public BatchResult validate(float[] parameters) {
    if (context.value().validation().rows() == 0) {
      return BatchResult.EMPTY;
    }
    Broadcast<StepContext> known = context;
    Broadcast<FloatSlice> weights = spark.broadcast(FloatSlice.all(parameters));
    int inAll = validationTasks;
    List<TreeSum.Node<BatchResult>> nodes =
        JobDescription.step(
            spark.sc(),
            "epoch " + epoch + " validation",
            () ->
                validation
                    .mapPartitions(
                        held -> scores(known.value(), held.next(), inAll, weights.value()), true)
                    .collect());
    weights.destroy();
    TreeSum<BatchResult> sum = new TreeSum<>(BatchResult::plus);
    nodes.stream().sorted(TreeSum.Node.inOrder()).forEach(sum::add);
    return sum.total();
  }

  /** What a task of a validation does. */
  private static Iterator<TreeSum.Node<BatchResult>> scores(
      StepContext context, TokenRows held, int tasks, FloatSlice parameters) {
    int task = TaskContext.getPartitionId();
    EpochPlan plan = context.validation();
    Worker worker = context.workers().take(context.networks()::create);
    try {
      return worker
          .scores(
              plan.share(0, task, tasks),
              i -> context.batch(held, plan.rowsHeld(0, 0, i, task, tasks), BatchMaker.VALIDATION),
              parameters.array())
          .iterator();
    } finally {
      context.workers().giveBack(worker);
    }
  }

  @Override
  public String rowsNamed(int step) {
    return context.value().rowsNamed(train.ranks()::index, epoch, step);
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.unpersist(false);
    }
    validation.unpersist(false);
    context.value().workers().clear();
    ranks.destroy();
    context.destroy();
  }
}
