package io.sunrise.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {
  private static final ModelConfig BASE = new ModelConfig(100, 768, 12, 12, 3072, 512, 0);

  @Test
  void rowsOfFiftyTokensStayTogetherInTheLargestModel() {
    List<Integer> sizes = new ArrayList<>();
    Chunks.compute(rows(64, 50), BASE, batch -> record(batch, sizes));
    assertThat(sizes).containsExactly(64);
  }

  @Test
  void longRowsAreComputedAFewAtATimeAndComeBackInOrder() {
    List<Integer> sizes = new ArrayList<>();
    float[] lengths = Chunks.compute(rows(5, 512), BASE, batch -> record(batch, sizes));
    assertThat(sizes).containsExactly(1, 1, 1, 1, 1);
    assertThat(lengths).containsExactly(0, 512, 1, 512, 2, 512, 3, 512, 4, 512);
    sizes.clear();
    Chunks.compute(rows(10, 256), BASE, batch -> record(batch, sizes));
    assertThat(sizes).containsExactly(7, 3);
    assertThat(Chunks.compute(rows(0, 1), BASE, batch -> record(batch, sizes))).isEmpty();
  }

  /** Index and length of each row. */
  private static float[] record(PackedBatch batch, List<Integer> sizes) {
    sizes.add(batch.rows());
    float[] all = new float[2 * batch.rows()];
    for (int row = 0; row < batch.rows(); row++) {
      all[2 * row] = batch.rowIndices()[row];
      all[2 * row + 1] = batch.offsets()[row + 1] - batch.offsets()[row];
    }
    return all;
  }

  private static TokenRows rows(int count, int length) {
    TokenRows.Builder rows = new TokenRows.Builder();
    for (int i = 0; i < count; i++) {
      rows.add(new TokenRow(i, 0, new int[length]));
    }
    return rows.build();
  }
}
