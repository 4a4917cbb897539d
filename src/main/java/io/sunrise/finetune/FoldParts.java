package io.sunrise.finetune;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the rows of each label do while one fold is held out. It follows from a row's rank within
 * its label alone. Rows are dealt to the folds in turn, label after label: the folds' sizes differ
 * by one row at most, and so do a label's rows in them. Of the others the first ranks are used, so
 * that fewer labels are a part of more, but for what rounding moves between labels.
 */
final class FoldParts implements Serializable {

  /** What a row does. */
  enum Part {
    LEARNED,
    VALIDATION,
    HELD_OUT,
    UNUSED
  }

  private final int folds;
  private final int fold;
  private final double validationShare;
  private final long[] dealtBefore;
  private final long[] used;

  private FoldParts(int folds, int fold, double validationShare, long[] dealtBefore, long[] used) {
    this.folds = folds;
    this.fold = fold;
    this.validationShare = validationShare;
    this.dealtBefore = dealtBefore;
    this.used = used;
  }

  /**
   * The parts for one fold.
   *
   * @param fold 0 to below {@code folds}
   * @param rowsOfLabel how many rows each label has in all
   * @param labelCount rows to use, shared out to the labels by their sizes; 0 is all
   */
  static FoldParts of(
      int folds, int fold, double validationShare, List<Long> rowsOfLabel, long labelCount) {
    long[] before = new long[rowsOfLabel.size()];
    for (int label = 1; label < before.length; label++) {
      before[label] = before[label - 1] + rowsOfLabel.get(label - 1);
    }
    FoldParts all = new FoldParts(folds, fold, validationShare, before, new long[before.length]);
    long[] others =
        IntStream.range(0, before.length)
            .mapToLong(label -> rowsOfLabel.get(label) - all.heldOut(label, rowsOfLabel.get(label)))
            .toArray();
    long[] used = labelCount == 0 ? others : shares(others, labelCount);
    return new FoldParts(folds, fold, validationShare, before, used);
  }

  /** Shares out {@code count} in proportion to {@code sizes}, by the largest remainder. */
  private static long[] shares(long[] sizes, long count) {
    long sum = 0;
    for (long size : sizes) {
      sum += size;
    }
    long all = Math.max(1, sum);
    long[] shares = new long[sizes.length];
    long left = count;
    for (int label = 0; label < sizes.length; label++) {
      shares[label] = count * sizes[label] / all;
      left -= shares[label];
    }
    IntStream.range(0, sizes.length)
        .boxed()
        .sorted(Comparator.comparingLong(label -> -(count * sizes[label] % all)))
        .limit(left)
        .forEach(label -> shares[label]++);
    return shares;
  }

  /**
   * What a row does.
   *
   * @param rank 0, 1, 2 ... within its label
   */
  Part of(int label, long rank) {
    if ((dealtBefore[label] + rank) % folds == fold) {
      return Part.HELD_OUT;
    }
    long place = rank - heldOut(label, rank);
    if (place >= used[label]) {
      return Part.UNUSED;
    }
    return validating(place + 1) > validating(place) ? Part.VALIDATION : Part.LEARNED;
  }

  /** Rows of a label that are learned from. */
  long learned(int label) {
    return used[label] - validation(label);
  }

  /** Rows of a label that the epoch and the setting are chosen by. */
  long validation(int label) {
    return validating(used[label]);
  }

  private long validating(long rows) {
    return Math.round(rows * validationShare);
  }

  /** How many of a label's first rows are held out. */
  private long heldOut(int label, long rows) {
    return dealtUpTo(dealtBefore[label] + rows) - dealtUpTo(dealtBefore[label]);
  }

  /** How many of the first rows dealt went to this fold. */
  private long dealtUpTo(long rows) {
    return (rows - fold + folds - 1) / folds;
  }
}
