package io.sunrise.train;

import io.sunrise.data.TokenRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * What a task of a step does: the gradient nodes of its micro-batches, cut into slices.
 *
 * @param firstStep of those whose rows lie in the task's partition
 */
record GradientTask(
    Broadcast<RunnerSetup> setup,
    Broadcast<Parameters> parameters,
    int epoch,
    int firstStep,
    int step,
    long dropoutKey,
    int tasks,
    int slices)
    implements PairFlatMapFunction<Iterator<TokenRows>, Integer, GradientSlice> {

  @Override
  public Iterator<Tuple2<Integer, GradientSlice>> call(Iterator<TokenRows> rows) {
    RunnerSetup run = setup.value();
    int task = TaskContext.getPartitionId();
    EpochShare share =
        new TaskShare(rows.next(), run.plan(), run.batches(), firstStep, epoch, task, tasks);
    Worker worker = run.workers().take(run.networks());
    List<TreeSum.Node<SummedGradient>> nodes =
        worker.gradients(
            share, step, share.microBatches(step), parameters.value().numbers(), dropoutKey);
    // Spark writes the slices out of the arrays, so they are in use until the task ends.
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              worker.release(nodes);
              run.workers().giveBack(worker);
            });
    return nodes.stream().flatMap(node -> stretches(node).mapToObj(i -> slice(node, i))).iterator();
  }

  private IntStream stretches(TreeSum.Node<SummedGradient> node) {
    return IntStream.range(0, Math.min(slices, node.value().gradient().length));
  }

  private Tuple2<Integer, GradientSlice> slice(TreeSum.Node<SummedGradient> node, int slice) {
    int length = node.value().gradient().length;
    int to = from(length, slice + 1, slices);
    return new Tuple2<>(slice, GradientSlice.of(node, from(length, slice, slices), to));
  }

  /** Where a slice begins among {@code length} numbers. */
  static int from(int length, int slice, int slices) {
    return (int) ((long) length * slice / slices);
  }

  /** What a reducer does: finishes the tree for its slice. */
  static Iterator<Tuple2<Integer, GradientSlice>> finish(
      Iterator<Tuple2<Integer, GradientSlice>> slices) {
    List<GradientSlice> received = new ArrayList<>();
    new Values<>(slices).forEachRemaining(received::add);
    if (received.isEmpty()) {
      return List.<Tuple2<Integer, GradientSlice>>of().iterator();
    }
    SummedGradient total = total(received);
    Stretch whole = new Stretch(total.gradient(), 0, total.gradient().length);
    GradientSlice finished = new GradientSlice(0, 0, whole, total.sums());
    return List.of(new Tuple2<>(TaskContext.getPartitionId(), finished)).iterator();
  }

  /** The root of the tree whose nodes arrived, in whatever order. */
  static SummedGradient total(List<GradientSlice> received) {
    TreeSum<SummedGradient> sum = new TreeSum<>(SummedGradient::addInPlace);
    received.stream().map(GradientSlice::received).sorted(TreeSum.Node.inOrder()).forEach(sum::add);
    return sum.total();
  }
}
