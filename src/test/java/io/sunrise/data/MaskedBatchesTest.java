package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.tokenizer.Continuations;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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
    assertThat(batch.readPositions()).isSorted().doesNotHaveDuplicates();
    for (int row = 0; row < ROWS; row++) {
      assertThat(batch.ids()[batch.offsets()[row]]).isEqualTo(SpecialTokens.FIRST.cls());
      assertThat(batch.ids()[batch.offsets()[row + 1] - 1]).isEqualTo(SpecialTokens.FIRST.sep());
    }
  }

  @Test
  void masksEightyReplacesTenAndKeepsTenPercent() {
    PackedBatch batch = batches.batch(rows, 0, ROWS, 1);
    int[] shown = Arrays.stream(batch.readPositions()).map(at -> batch.ids()[at]).toArray();
    double count = shown.length;
    double masked = Arrays.stream(shown).filter(id -> id == SpecialTokens.FIRST.mask()).count();
    double kept =
        IntStream.range(0, shown.length).filter(i -> shown[i] == batch.targets()[i]).count();
    assertThat(masked / count).isCloseTo(0.8, within(0.01));
    assertThat(kept / count).isCloseTo(0.1, within(0.01));
    assertThat(Arrays.stream(shown).filter(id -> id < 5 && id != SpecialTokens.FIRST.mask()))
        .isEmpty();
  }

  @Test
  void predictsAtLeastOneTokenOfAShortRow() {
    TokenRows one = new TokenRows.Builder().add(new TokenRow(9, 0, new int[] {2, 7, 3})).build();
    PackedBatch batch = batches.batch(one, 0, 1, 1);
    assertThat(batch.targets()).containsExactly(7);
    assertThat(batch.readPositions()).containsExactly(1);
  }

  @Test
  void masksARowTheSameWhereverItIsAndDifferentlyInEachEpoch() {
    int[] alone = batches.batch(rows, 7, 8, 1).ids();
    PackedBatch among = batches.batch(rows, 0, 20, 1);
    assertThat(alone).isEqualTo(Arrays.copyOfRange(among.ids(), 7 * 42, 8 * 42));
    assertThat(alone).isNotEqualTo(batches.batch(rows, 7, 8, 2).ids());
    assertThat(alone)
        .isNotEqualTo(new MaskedBatches(VOCABULARY, 0.15, 2).batch(rows, 7, 8, 1).ids());
  }

  /** Words of 1, 2, 3 and 4 tokens in turn; ids from 500 on continue a word. */
  private static int[] words(int row) {
    return IntStream.range(0, CONTENT)
        .map(i -> (List.of(0, 1, 3, 6).contains(i % 10) ? 5 : 500) + row + i)
        .toArray();
  }

  private static MaskedBatches wholeWords(double rate) {
    BitSet continuations = new BitSet();
    continuations.set(500, VOCABULARY);
    Masking masking =
        new Masking(rate, new Continuations(continuations, new BitSet()), SpecialTokens.FIRST);
    return new MaskedBatches(VOCABULARY, masking, 1);
  }

  private static TokenRows of(int[]... contents) {
    TokenRows.Builder builder = new TokenRows.Builder();
    for (int row = 0; row < contents.length; row++) {
      builder.add(new TokenRow(row, 0, SpecialTokens.FIRST.frame(contents[row])));
    }
    return builder.build();
  }

  @Test
  void choosesWordsWhole() {
    int[][] contents = IntStream.range(0, 400).mapToObj(row -> words(row)).toArray(int[][]::new);
    PackedBatch batch = wholeWords(0.15).batch(of(contents), 0, 400, 1);
    // 15 % of 40 tokens in each row: there are words of one token to fill up with.
    assertThat(batch.targets()).hasSize(400 * 6);
    BitSet places = new BitSet();
    Arrays.stream(batch.readPositions()).forEach(places::set);
    int[] chosenOfLength = new int[5];
    for (int row = 0; row < 400; row++) {
      for (int from = 0, length = 1; from < CONTENT; from += length, length = length % 4 + 1) {
        int at = row * (CONTENT + 2) + 1 + from;
        int chosen = places.get(at, at + length).cardinality();
        assertThat(chosen).isIn(0, length);
        chosenOfLength[length] += chosen / length;
      }
    }
    // Of 1600 words each; a longer one finds room less often.
    assertThat(chosenOfLength[1]).isBetween(240, 600);
    assertThat(chosenOfLength[4]).isBetween(80, 240);
  }

  @Test
  void predictsAWordLongerThanTheShareWhereThereIsNoOther() {
    PackedBatch batch = wholeWords(0.15).batch(of(new int[] {7, 501, 502}), 0, 1, 1);
    assertThat(batch.targets()).containsExactly(7, 501, 502);
  }

  @Test
  void aRowMayBeginWithinAWordAndHoldUnknownOnes() {
    TokenRows rows = of(new int[] {501, SpecialTokens.FIRST.unk(), 502, 503});
    assertThat(wholeWords(0.9).batch(rows, 0, 1, 1).targets()).containsExactly(501, 502, 503);
  }

  @Test
  void masksWordsAlikeWhereverTheirRowLies() {
    TokenRows all = of(words(0), words(1), words(2), words(3));
    int[] among = wholeWords(0.15).batch(all, 0, 4, 2).ids();
    assertThat(wholeWords(0.15).batch(all, 2, 3, 2).ids())
        .isEqualTo(Arrays.copyOfRange(among, 2 * 42, 3 * 42));
  }

  private static TokenRows rows() {
    TokenRows.Builder builder = new TokenRows.Builder();
    for (int row = 0; row < ROWS; row++) {
      int first = row;
      int[] content =
          IntStream.range(0, CONTENT).map(i -> 5 + (first * 31 + i * 7) % 995).toArray();
      builder.add(new TokenRow(row, 0, SpecialTokens.FIRST.frame(content)));
    }
    return builder.build();
  }
}
