package io.sunrise.train.gradient;

import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Network;
import io.sunrise.train.optimizer.Gradients;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/** One thread's network and gradient arrays, kept from step to step. */
public final class Worker {
  private final Network network;
  private final Deque<float[]> free = new ArrayDeque<>();

  public Worker(Network network) {
    this.network = network;
  }

  /**
   * The gradient sums of a range of micro-batches: the largest whole nodes of the step's tree. Hand
   * them back by {@link #release} when they are used.
   *
   * @param batches by the micro-batch's number
   */
  public List<TreeSum.Node<SummedGradient>> gradients(
      Span microBatches, IntFunction<PackedBatch> batches, float[] parameters, long dropoutKey) {
    TreeSum<SummedGradient> sum = new TreeSum<>(this::add);
    for (int i = microBatches.from(); i < microBatches.to(); i++) {
      float[] gradient = cleared();
      BatchResult result =
          network.forwardBackward(parameters, batches.apply(i), dropoutKey, gradient);
      sum.addLeaf(i, new SummedGradient(gradient, result));
    }
    return sum.nodes();
  }

  /** The scores of a range of micro-batches, as the largest whole nodes of their tree. */
  public List<TreeSum.Node<BatchResult>> scores(
      Span microBatches, IntFunction<PackedBatch> batches, float[] parameters) {
    TreeSum<BatchResult> sum = new TreeSum<>(BatchResult::plus);
    for (int i = microBatches.from(); i < microBatches.to(); i++) {
      sum.addLeaf(i, network.evaluate(parameters, batches.apply(i)));
    }
    return sum.nodes();
  }

  void release(List<TreeSum.Node<SummedGradient>> nodes) {
    nodes.forEach(node -> free.push(node.value().gradient()));
  }

  private SummedGradient add(SummedGradient left, SummedGradient right) {
    free.push(right.gradient());
    return left.addInPlace(right);
  }

  private float[] cleared() {
    if (free.isEmpty()) {
      return new float[network.layout().size()];
    }
    float[] gradient = free.pop();
    Gradients.clear(gradient);
    return gradient;
  }
}
