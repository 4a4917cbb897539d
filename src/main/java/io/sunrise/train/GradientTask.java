package io.sunrise.train;

import io.sunrise.data.TokenRows;
import java.util.ArrayList;
import java.util.Arrays;
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
    implements PairFlatMapFunction<Iterator<TokenRows>, Integer, TreeSum.Node<SummedGradient>> {

  @Override
  public Iterator<Tuple2<Integer, TreeSum.Node<SummedGradient>>> call(Iterator<TokenRows> rows) {
    RunnerSetup run = setup.value();
    int task = TaskContext.getPartitionId();
    EpochShare share = ExecutorRunner.share(run, rows.next(), epoch, task, tasks);
    Worker worker = WorkerPool.take(run.id(), run.networks());
    List<TreeSum.Node<SummedGradient>> nodes =
        worker.gradients(
            share, step, share.microBatches(step), parameters.value().numbers(), dropoutKey);
    // Slices are cut while Spark writes them, so the arrays are in use until the task ends.
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

  private Tuple2<Integer, TreeSum.Node<SummedGradient>> slice(
      TreeSum.Node<SummedGradient> node, int slice) {
    float[] whole = node.value().gradient();
    float[] part =
        Arrays.copyOfRange(
            whole, from(whole.length, slice, tasks), from(whole.length, slice + 1, tasks));
    SummedGradient value = new SummedGradient(part, node.value().sums());
    return new Tuple2<>(slice, new TreeSum.Node<>(node.level(), node.index(), value));
  }

  /** Where a slice begins among {@code length} numbers. */
  static int from(int length, int slice, int slices) {
    return (int) ((long) length * slice / slices);
  }

  /** What a reducer does: finishes the tree for its slice. */
  static Iterator<Tuple2<Integer, SummedGradient>> finish(
      Iterator<Tuple2<Integer, TreeSum.Node<SummedGradient>>> nodes) {
    List<TreeSum.Node<SummedGradient>> inOrder = new ArrayList<>();
    new Values<>(nodes).forEachRemaining(inOrder::add);
    if (inOrder.isEmpty()) {
      return List.<Tuple2<Integer, SummedGradient>>of().iterator();
    }
    inOrder.sort(TreeSum.Node.inOrder());
    TreeSum<SummedGradient> sum = new TreeSum<>(SummedGradient::addInPlace);
    inOrder.forEach(sum::add);
    return List.of(new Tuple2<>(TaskContext.getPartitionId(), sum.total())).iterator();
  }
}
