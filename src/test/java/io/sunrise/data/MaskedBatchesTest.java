package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.text.SpecialTokens;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskedBatchesTest {
  private static final int VOCABULARY = 1000;
  private static final int ROWS = 2000;
  private static final int CONTENT = 40;
  private final TokenRows rows = rows();
  private final MaskedBatches batches = new MaskedBatches(VOCABULARY, 0.15, 1);

  @Test
  void choosesTheShareOfEachRowAndNeverASpecialToken() {
    PackedBatch batch = batches.batch(rows, 0, ROWS, 1);
    assertThat(batch.targets()).hasSize(ROWS * 6);
    assertThat(Arrays.stream(batch.targets()).allMatch(id -> id >= 5)).isTrue();
    assertThat(batch.targetPositions()).isSorted().doesNotHaveDuplicates();
    for (int row = 0; row < ROWS; row++) {
      assertThat(batch.ids()[batch.offsets()[row]]).isEqualTo(SpecialTokens.CLS);
      assertThat(batch.ids()[batch.offsets()[row + 1] - 1]).isEqualTo(SpecialTokens.SEP);
    }
  }

  @Test
  void masksEightyReplacesTenAndKeepsTenPercent() {
    PackedBatch batch = batches.batch(rows, 0, ROWS, 1);
    int[] shown = Arrays.stream(batch.targetPositions()).map(at -> batch.ids()[at]).toArray();
    double count = shown.length;
    double masked = Arrays.stream(shown).filter(id -> id == SpecialTokens.MASK).count();
    double kept =
        IntStream.range(0, shown.length).filter(i -> shown[i] == batch.targets()[i]).count();
    assertThat(masked / count).isCloseTo(0.8, within(0.01));
    assertThat(kept / count).isCloseTo(0.1, within(0.01));
    assertThat(Arrays.stream(shown).filter(id -> id < 5 && id != SpecialTokens.MASK)).isEmpty();
  }

  @Test
  void predictsAtLeastOneTokenOfAShortRow() {
    TokenRows one = new TokenRows.Builder().add(new TokenRow(9, 0, new int[] {2, 7, 3})).build();
    PackedBatch batch = batches.batch(one, 0, 1, 1);
    assertThat(batch.targets()).containsExactly(7);
    assertThat(batch.targetPositions()).containsExactly(1);
  }

  @Test
  void masksARowAlikeWhereverItLiesAndAnewEachEpoch() {
    int[] alone = batches.batch(rows, 7, 8, 1).ids();
    PackedBatch among = batches.batch(rows, 0, 20, 1);
    assertThat(alone).isEqualTo(Arrays.copyOfRange(among.ids(), 7 * 42, 8 * 42));
    assertThat(alone).isNotEqualTo(batches.batch(rows, 7, 8, 2).ids());
    assertThat(alone)
        .isNotEqualTo(new MaskedBatches(VOCABULARY, 0.15, 2).batch(rows, 7, 8, 1).ids());
  }

  private static TokenRows rows() {
    TokenRows.Builder builder = new TokenRows.Builder();
    for (int row = 0; row < ROWS; row++) {
      int first = row;
      int[] content =
          IntStream.range(0, CONTENT).map(i -> 5 + (first * 31 + i * 7) % 995).toArray();
      builder.add(new TokenRow(row, 0, SpecialTokens.frame(content)));
    }
    return builder.build();
  }
}
