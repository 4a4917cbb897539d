package io.sunrise.train.gradient;

import io.sunrise.nn.BatchResult;
import java.io.Serializable;

/**
 * A slice of a node of the step's tree, as executors send it.
 *
 * @param level of the node
 * @param index of the node
 */
record GradientSlice(int level, int index, FloatSlice gradient, BatchResult result)
    implements Serializable {

  /** The numbers {@code from} to before {@code to} of a node. */
  static GradientSlice of(TreeSum.Node<SummedGradient> node, int from, int to) {
    return new GradientSlice(
        node.level(),
        node.index(),
        new FloatSlice(node.value().gradient(), from, to),
        node.value().result());
  }

  /** The same in an array of its own. */
  GradientSlice detached() {
    return new GradientSlice(level, index, gradient.detached(), result);
  }

  /** What arrived, as a node of the slice's own tree. */
  TreeSum.Node<SummedGradient> received() {
    return new TreeSum.Node<>(level, index, new SummedGradient(gradient.array(), result));
  }
}
