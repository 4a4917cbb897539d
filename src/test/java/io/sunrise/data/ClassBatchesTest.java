package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;

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
}
