package io.sunrise.train;

import java.io.Serializable;

/**
 * A stretch of a node of the step's tree, as executors send it.
 *
 * @param level of the node
 * @param index of the node
 */
record GradientSlice(int level, int index, Stretch gradient, StepSums sums)
    implements Serializable {

  /** The numbers {@code from} to before {@code to} of a node. */
  static GradientSlice of(TreeSum.Node<SummedGradient> node, int from, int to) {
    return new GradientSlice(
        node.level(),
        node.index(),
        new Stretch(node.value().gradient(), from, to),
        node.value().sums());
  }

  /** The same in an array of its own. */
  GradientSlice detached() {
    return new GradientSlice(level, index, gradient.detached(), sums);
  }

  /** What arrived, as a node of the slice's own tree. */
  TreeSum.Node<SummedGradient> received() {
    return new TreeSum.Node<>(level, index, new SummedGradient(gradient.received(), sums));
  }
}
