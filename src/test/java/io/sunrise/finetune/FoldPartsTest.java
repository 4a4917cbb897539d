package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.finetune.FoldParts.Part;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldPartsTest {
  private static final List<Long> ROWS_OF_LABEL = List.of(7L, 101L, 40L);
  private static final int FOLDS = 5;

  private static FoldParts parts(int fold, long labelCount) {
    return FoldParts.of(FOLDS, fold, 0.1, ROWS_OF_LABEL, labelCount);
  }

  private static Map<Part, Long> counts(FoldParts parts, int label) {
    Map<Part, Long> counts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      counts.put(part, 0L);
    }
    for (long rank = 0; rank < ROWS_OF_LABEL.get(label); rank++) {
      counts.merge(parts.of(label, rank), 1L, Long::sum);
    }
    return counts;
  }

  @Test
  void everyRowIsHeldOutExactlyOnce() {
    for (int label = 0; label < ROWS_OF_LABEL.size(); label++) {
      for (long rank = 0; rank < ROWS_OF_LABEL.get(label); rank++) {
        int times = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
          times += parts(fold, 0).of(label, rank) == Part.HELD_OUT ? 1 : 0;
        }
        assertThat(times).as("label %d rank %d", label, rank).isEqualTo(1);
      }
    }
  }

  @Test
  void foldsAndTheLabelsInThemDifferByOneRowAtMost() {
    long[] sizes = new long[FOLDS];
    for (int label = 0; label < ROWS_OF_LABEL.size(); label++) {
      for (int fold = 0; fold < FOLDS; fold++) {
        long heldOut = counts(parts(fold, 0), label).get(Part.HELD_OUT);
        assertThat(heldOut - ROWS_OF_LABEL.get(label) / FOLDS).isBetween(0L, 1L);
        sizes[fold] += heldOut;
      }
    }
    assertThat(Arrays.stream(sizes).sum()).isEqualTo(148);
    assertThat(sizes).containsOnly(29, 30);
  }

  @Test
  void aLabelCountIsKeptToTheRowAndSharedOutBySize() {
    for (int fold = 0; fold < FOLDS; fold++) {
      long used = 0;
      for (int label = 0; label < ROWS_OF_LABEL.size(); label++) {
        Map<Part, Long> counts = counts(parts(fold, 50), label);
        long own = counts.get(Part.LEARNED) + counts.get(Part.VALIDATION);
        assertThat((double) own)
            .isCloseTo(
                50.0 * ROWS_OF_LABEL.get(label) / 148, org.assertj.core.api.Assertions.within(1.1));
        assertThat(parts(fold, 50).learned(label)).isEqualTo(counts.get(Part.LEARNED));
        assertThat(parts(fold, 50).validation(label)).isEqualTo(counts.get(Part.VALIDATION));
        used += own;
      }
      assertThat(used).isEqualTo(50);
    }
  }

  @Test
  void fewerLabelsArePartOfMore() {
    for (int label = 0; label < ROWS_OF_LABEL.size(); label++) {
      for (long rank = 0; rank < ROWS_OF_LABEL.get(label); rank++) {
        Part few = parts(2, 30).of(label, rank);
        if (few != Part.UNUSED) {
          assertThat(parts(2, 90).of(label, rank)).isEqualTo(few);
          assertThat(parts(2, 0).of(label, rank)).isEqualTo(few);
        }
      }
    }
  }

  @Test
  void aShareOfEachLabelIsKeptToValidateOn() {
    Map<Part, Long> counts = counts(parts(0, 0), 1);
    assertThat(counts.get(Part.UNUSED)).isZero();
    assertThat(counts.get(Part.VALIDATION))
        .isEqualTo(Math.round(0.1 * (101 - counts.get(Part.HELD_OUT))));
  }
}
