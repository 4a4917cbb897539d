package io.sunrise.train;

import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.nn.Network;
import io.sunrise.nn.NetworkFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One thread's network and gradient arrays, kept from step to step. */
final class Worker {
  private final Network network;
  private final Deque<float[]> free = new ArrayDeque<>();

  Worker(NetworkFactory networks) {
    this.network = networks.create();
  }

  /**
   * The gradient sums of a range of micro-batches: the largest whole nodes of the step's tree. Hand
   * them back by {@link #release} when they are used.
   */
  List<TreeSum.Node<SummedGradient>> gradients(
      EpochShare share, int step, Span microBatches, float[] parameters, long dropoutKey) {
    TreeSum<SummedGradient> sum = new TreeSum<>(this::add);
    for (int i = microBatches.from(); i < microBatches.to(); i++) {
      PackedBatch batch = share.batch(step, i);
      float[] gradient = cleared();
      StepSums sums =
          new StepSums(
              network.forwardBackward(parameters, batch, dropoutKey, gradient), batch.tokens());
      sum.addLeaf(i, new SummedGradient(gradient, sums));
    }
    return sum.nodes();
  }

  /** The scores of a range of micro-batches, as the largest whole nodes of their tree. */
  List<TreeSum.Node<StepSums>> scores(EpochShare share, Span microBatches, float[] parameters) {
    TreeSum<StepSums> sum = new TreeSum<>(StepSums::plus);
    for (int i = microBatches.from(); i < microBatches.to(); i++) {
      PackedBatch batch = share.batch(0, i);
      sum.addLeaf(i, new StepSums(network.evaluate(parameters, batch), batch.tokens()));
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
