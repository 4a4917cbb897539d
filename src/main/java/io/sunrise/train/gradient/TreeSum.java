package io.sunrise.train.gradient;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Adds the values of leaves 0, 1, 2 ... along one fixed binary tree, whoever adds which part of it.
 * Node i of level l is the sum of nodes 2i and 2i + 1 of level l - 1; level 0 are the leaves; where
 * the right one of a pair lies beyond the last leaf, the sum is the left one. As the order of every
 * addition is fixed, so is every bit of the total.
 *
 * <p>Whoever holds a contiguous range of leaves ends with the largest whole nodes in it; whoever
 * adds all those nodes, by order of their leaves, ends with the total.
 */
public final class TreeSum<V> {

  /**
   * The sum of a range of leaves.
   *
   * @param level 2^level leaves
   * @param index of the node within its level
   */
  public record Node<V>(int level, int index, V value) implements Serializable {
    long firstLeaf() {
      return (long) index << level;
    }

    static <V> Comparator<Node<V>> inOrder() {
      return Comparator.comparingLong(Node::firstLeaf);
    }
  }

  private final BinaryOperator<V> addition;
  private final List<Node<V>> nodes = new ArrayList<>();

  /**
   * An empty tree.
   *
   * @param addition of a left and a right value; may change the left one and give it back
   */
  public TreeSum(BinaryOperator<V> addition) {
    this.addition = addition;
  }

  public void addLeaf(int leaf, V value) {
    add(new Node<>(0, leaf, value));
  }

  /** Adds a node whose leaves follow directly on those added before. */
  public void add(Node<V> node) {
    Node<V> sum = node;
    while (!nodes.isEmpty() && areSiblings(nodes.get(nodes.size() - 1), sum)) {
      Node<V> left = nodes.remove(nodes.size() - 1);
      V value = addition.apply(left.value(), sum.value());
      sum = new Node<>(sum.level() + 1, sum.index() >> 1, value);
    }
    nodes.add(sum);
  }

  private static boolean areSiblings(Node<?> left, Node<?> right) {
    return left.level() == right.level()
        && (left.index() & 1) == 0
        && left.index() + 1 == right.index();
  }

  /** The largest whole nodes so far, in order of their leaves. */
  public List<Node<V>> nodes() {
    return nodes;
  }

  /** The root's value, once every leaf from 0 to the last was added. */
  public V total() {
    V sum = nodes.get(nodes.size() - 1).value();
    for (int i = nodes.size() - 2; i >= 0; i--) {
      sum = addition.apply(nodes.get(i).value(), sum);
    }
    return sum;
  }
}
