package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.inference.Probabilities;
import org.junit.jupiter.api.Test;

class TeacherTrainingTest {

  @Test
  void learnsThreeUnbalancedClassesFromFewRows() {
    Teacher.Labeller teacher = Topics.teacher(90).open();
    for (int label = 0; label < Topics.CLASSES; label++) {
      double[] probabilities = teacher.probabilities(Topics.row(5000, label).tokens());
      assertThat(Probabilities.highest(probabilities)).isEqualTo(label);
      assertThat(probabilities[0] + probabilities[1] + probabilities[2])
          .isBetween(1 - 1e-9, 1 + 1e-9);
    }
  }

  @Test
  void knowsTokensThatNoLabelledRowHasByTheirVectors() {
    Teacher.Labeller teacher = Topics.teacher(30).open();
    double[] probabilities = teacher.probabilities(new int[] {2, Topics.unseen(1), 3});
    assertThat(Probabilities.highest(probabilities)).isEqualTo(1);
  }

  @Test
  void learnsTheSameTwice() {
    int[] row = Topics.row(77, 2).tokens();
    assertThat(Topics.teacher(60).open().probabilities(row))
        .isEqualTo(Topics.teacher(60).open().probabilities(row));
  }

  @Test
  void learnsFromOneRowPerClassAndFewerRowsThanFolds() {
    Teacher.Labeller teacher = Topics.teacher(3).open();
    assertThat(teacher.probabilities(Topics.row(9, 0).tokens())).hasSize(Topics.CLASSES);
  }
}
