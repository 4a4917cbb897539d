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

/** What a task of a step does: the gradient nodes of its micro-batches, cut into slices. */
record GradientTask(
    Broadcast<RunnerSetup> setup,
    Broadcast<Parameters> parameters,
    int epoch,
    int step,
    long dropoutKey,
    int tasks)
    implements PairFlatMapFunction<Iterator<TokenRows>, Integer, GradientSlice> {

  @Override
  public Iterator<Tuple2<Integer, GradientSlice>> call(Iterator<TokenRows> rows) {
    RunnerSetup run = setup.value();
    int task = TaskContext.getPartitionId();
    EpochShare share = ExecutorRunner.share(run, rows.next(), epoch, task, tasks);
    Worker worker = WorkerPool.take(run.id(), run.networks());
    List<TreeSum.Node<SummedGradient>> nodes =
        worker.gradients(
            share, step, share.microBatches(step), parameters.value().numbers(), dropoutKey);
    // Spark writes the slices out of the arrays, so they are in use until the task ends.
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              worker.release(nodes);
              WorkerPool.giveBack(run.id(), worker);
            });
    return nodes.stream().flatMap(node -> slices(node).mapToObj(i -> slice(node, i))).iterator();
  }

  private IntStream slices(TreeSum.Node<SummedGradient> node) {
    return IntStream.range(0, Math.min(tasks, node.value().gradient().length));
  }

  private Tuple2<Integer, GradientSlice> slice(TreeSum.Node<SummedGradient> node, int slice) {
    int length = node.value().gradient().length;
    int to = from(length, slice + 1, tasks);
    return new Tuple2<>(slice, GradientSlice.of(node, from(length, slice, tasks), to));
  }

  /** Where a slice begins among {@code length} numbers. */
  static int from(int length, int slice, int slices) {
    return (int) ((long) length * slice / slices);
  }

  /** What a reducer does: finishes the tree for its slice. */
  static Iterator<Tuple2<Integer, GradientSlice>> finish(
      Iterator<Tuple2<Integer, GradientSlice>> slices) {
    List<TreeSum.Node<SummedGradient>> inOrder = new ArrayList<>();
    new Values<>(slices).forEachRemaining(slice -> inOrder.add(slice.received()));
    if (inOrder.isEmpty()) {
      return List.<Tuple2<Integer, GradientSlice>>of().iterator();
    }
    inOrder.sort(TreeSum.Node.inOrder());
    TreeSum<SummedGradient> sum = new TreeSum<>(SummedGradient::addInPlace);
    inOrder.forEach(sum::add);
    SummedGradient total = sum.total();
    Stretch whole = new Stretch(total.gradient(), 0, total.gradient().length);
    GradientSlice finished = new GradientSlice(0, 0, whole, total.sums());
    return List.of(new Tuple2<>(TaskContext.getPartitionId(), finished)).iterator();
  }
}
