package io.sunrise.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeSumTest {
  @Test
  void addsInPairsOfPairs() {
    assertThat(total(6, 1)).isEqualTo("(((0+1)+(2+3))+(4+5))");
    assertThat(total(7, 1)).isEqualTo("(((0+1)+(2+3))+((4+5)+6))");
    assertThat(total(1, 1)).isEqualTo("0");
  }

  @Test
  void keepsTheLargestWholeNodesOfARange() {
    TreeSum<String> sum = sum();
    for (int leaf = 3; leaf < 9; leaf++) {
      sum.addLeaf(leaf, String.valueOf(leaf));
    }
    assertThat(sum.nodes())
        .extracting(TreeSum.Node::value)
        .containsExactly("3", "((4+5)+(6+7))", "8");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 16, 31})
  void givesTheSameTreeForAnyNumberOfTasks(int leaves) {
    String alone = total(leaves, 1);
    for (int tasks = 2; tasks <= leaves + 2; tasks++) {
      assertThat(total(leaves, tasks)).isEqualTo(alone);
    }
  }

  private static String total(int leaves, int tasks) {
    List<TreeSum.Node<String>> nodes = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      TreeSum<String> part = sum();
      for (int leaf = leaves * task / tasks; leaf < leaves * (task + 1) / tasks; leaf++) {
        part.addLeaf(leaf, String.valueOf(leaf));
      }
      nodes.addAll(part.nodes());
    }
    TreeSum<String> whole = sum();
    nodes.forEach(whole::add);
    return whole.total();
  }

  private static TreeSum<String> sum() {
    return new TreeSum<>((left, right) -> "(" + left + "+" + right + ")");
  }
}
