package io.sunrise.train.gradient;

import io.sunrise.data.EpochPlan;
import io.sunrise.data.TokenRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * What a task of a step does: the gradient nodes of its micro-batches, cut into slices, a reducer a
 * slice.
 */
record GradientTask(
    Broadcast<StepContext> context, Broadcast<FloatSlice> parameters, Step step, int slices)
    implements PairFlatMapFunction<Iterator<TokenRows>, Integer, GradientSlice> {

  /**
   * A step of an epoch.
   *
   * @param first the first of the steps whose rows lie in a task's partition
   * @param number 0, 1 ... within the epoch
   * @param tasks among which its micro-batches are shared out
   */
  record Step(int epoch, int first, int number, long dropoutKey, int tasks)
      implements Serializable {}

  @Override
  public Iterator<Tuple2<Integer, GradientSlice>> call(Iterator<TokenRows> rows) {
    StepContext known = context.value();
    EpochPlan plan = known.plan();
    TokenRows held = rows.next();
    int task = TaskContext.getPartitionId();
    Worker worker = known.workers().take(known.networks()::create);
    List<TreeSum.Node<SummedGradient>> nodes =
        worker.gradients(
            plan.share(step.number, task, step.tasks),
            i ->
                known.batch(
                    held, plan.rowsHeld(step.first, step.number, i, task, step.tasks), step.epoch),
            parameters.value().array(),
            step.dropoutKey);
    // Spark writes the slices out of the arrays, so they are in use until the task ends.
    TaskContext.get()
        .addTaskCompletionListener(
            ended -> {
              worker.release(nodes);
              known.workers().giveBack(worker);
            });
    return nodes.stream().flatMap(this::slices).iterator();
  }

  private Stream<Tuple2<Integer, GradientSlice>> slices(TreeSum.Node<SummedGradient> node) {
    int length = node.value().gradient().length;
    return IntStream.range(0, Math.min(slices, length))
        .mapToObj(
            i ->
                new Tuple2<>(
                    i,
                    GradientSlice.of(node, from(length, i, slices), from(length, i + 1, slices))));
  }

  /** Where a slice begins among {@code length} numbers. */
  static int from(int length, int slice, int slices) {
    return (int) ((long) length * slice / slices);
  }

  /** What a reducer does: finishes the tree for its slice. */
  static Iterator<Tuple2<Integer, GradientSlice>> finish(
      Iterator<Tuple2<Integer, GradientSlice>> slices) {
    List<GradientSlice> received = new ArrayList<>();
    slices.forEachRemaining(slice -> received.add(slice._2()));
    if (received.isEmpty()) {
      return List.<Tuple2<Integer, GradientSlice>>of().iterator();
    }
    SummedGradient total = total(received);
    GradientSlice finished =
        new GradientSlice(0, 0, FloatSlice.all(total.gradient()), total.result());
    return List.of(new Tuple2<>(TaskContext.getPartitionId(), finished)).iterator();
  }

  /** The root of the tree whose nodes arrived, in whatever order. */
  static SummedGradient total(List<GradientSlice> received) {
    TreeSum<SummedGradient> sum = new TreeSum<>(SummedGradient::addInPlace);
    received.stream().map(GradientSlice::received).sorted(TreeSum.Node.inOrder()).forEach(sum::add);
    return sum.total();
  }
}
