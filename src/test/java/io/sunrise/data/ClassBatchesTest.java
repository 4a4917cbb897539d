package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassBatchesTest {
  @Test
  void scoresEachRowsClassAtItsFirstToken() {
    TokenRows rows =
        new TokenRows.Builder()
            .add(new TokenRow(4, 0, new int[] {2, 9, 3}))
            .add(new TokenRow(5, 1, new int[] {2, 8, 7, 3}))
            .add(new TokenRow(8, 2, new int[] {2, 6, 3}))
            .build();
    PackedBatch batch = new ClassBatches().batch(rows, 1, 3, 1);
    assertThat(batch.rows()).isEqualTo(2);
    assertThat(batch.offsets()).containsExactly(0, 4, 7);
    assertThat(batch.ids()).containsExactly(2, 8, 7, 3, 2, 6, 3);
    assertThat(batch.rowIndices()).containsExactly(5, 8);
    assertThat(batch.readPositions()).containsExactly(0, 4);
    assertThat(batch.targets()).containsExactly(1, 2);
  }

  @Test
  void keepsTheProbabilitiesOfTheClassesInAnyOrderOfRows() {
    TokenRows rows =
        new TokenRows.Builder()
            .add(soft(4, 0.75f, 0.25f))
            .add(soft(5, 0.5f, 0.5f))
            .add(soft(8, 0.125f, 0.875f))
            .build();
    TokenRows turned = rows.inOrder(new int[] {2, 0, 1});
    TokenRows copied = new TokenRows.Builder().addAll(turned).build();
    PackedBatch batch = new ClassBatches().batch(copied, 0, 2, 1);
    assertThat(batch.rowIndices()).containsExactly(8, 4);
    assertThat(batch.probabilities()).containsExactly(0.125f, 0.875f, 0.75f, 0.25f);
  }

  @Test
  void keepsTheWeightsInAnyOrderOfRows() {
    TokenRows rows =
        new TokenRows.Builder()
            .add(new TokenRow(4, 0, new int[] {2, 9, 3}))
            .add(new TokenRow(5, 1, 0.5f, new int[] {2, 8, 7, 3}))
            .add(new TokenRow(8, 2, 3f, new int[] {2, 6, 3}))
            .build();
    PackedBatch batch = new ClassBatches().batch(rows.inOrder(new int[] {2, 0, 1}), 0, 3, 1);
    assertThat(batch.weights()).containsExactly(3f, 1f, 0.5f);
    assertThat(rows.row(1).weight()).isEqualTo(0.5f);
    assertThat(new ClassBatches().batch(rows.inOrder(new int[] {0}), 0, 1, 1).weights()).isEmpty();
  }

  @Test
  void refusesRowsWithAndWithoutProbabilitiesTogether() {
    TokenRows.Builder rows = new TokenRows.Builder().add(soft(4, 0.75f, 0.25f));
    TokenRow certain = new TokenRow(5, 1, new int[] {2, 3});
    assertThatThrownBy(() -> rows.add(certain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row with probabilities of 0 classes among rows of 2");
  }

  private static TokenRow soft(long index, float... probabilities) {
    return new TokenRow(index, 0, 1f, new int[] {2, 9, 3}, probabilities);
  }
}
