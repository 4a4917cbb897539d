package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.data.EpochPlan.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochPlanTest {
  @Test
  void makesTheLastStepAndTheLastMicroBatchSmaller() {
    EpochPlan plan = new EpochPlan(37, 10, 4);
    assertThat(plan.steps()).isEqualTo(4);
    assertThat(plan.rowsOf(2)).isEqualTo(10);
    assertThat(plan.microBatchesOf(2)).isEqualTo(3);
    assertThat(plan.rowsOf(3)).isEqualTo(7);
    assertThat(plan.microBatchesOf(3)).isEqualTo(2);
    assertThat(new EpochPlan(0, 10, 4).steps()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "37,10,4,1,9",
    "37,10,4,2,1",
    "37,10,4,7,2",
    "64,16,2,3,3",
    "5,100,3,2,1",
    "100,7,7,4,4"
  })
  void tasksFindEachRowOnceInTheBlockOfItsStep(
      int rows, int batch, int microBatch, int tasks, int blockSteps) {
    EpochPlan plan = new EpochPlan(rows, batch, microBatch);
    Map<Integer, List<Integer>> held = new TreeMap<>();
    for (int place = 0; place < rows; place++) {
      int block = place / batch / blockSteps;
      held.computeIfAbsent(block * tasks + plan.taskOf(place, tasks), key -> new ArrayList<>())
          .add(place);
    }
    List<Integer> visited = new ArrayList<>();
    for (int step = 0; step < plan.steps(); step++) {
      for (int task = 0; task < tasks; task++) {
        Span share = plan.share(step, task, tasks);
        for (int i = share.from(); i < share.to(); i++) {
          int block = step / blockSteps;
          Span span = plan.rowsHeld(block * blockSteps, step, i, task, tasks);
          visited.addAll(held.get(block * tasks + task).subList(span.from(), span.to()));
        }
      }
    }
    assertThat(visited).hasSize(rows).isSorted().doesNotHaveDuplicates();
  }
}
