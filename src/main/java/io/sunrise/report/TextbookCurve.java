package io.sunrise.report;

import java.util.List;
import java.util.Optional;

/**
 * The textbook's training curve, for comparison: 15 epochs of pre-training on 1,000,000 rows of 50
 * tokens and 5 of fine-tuning on 10,000 labelled rows.
 */
final class TextbookCurve {
  static final int PRETRAIN_EPOCHS = 15;
  static final int FINETUNE_EPOCHS = 5;

  static final List<Point> POINTS =
      List.of(
          new Point(1, 2.3, 0.10),
          new Point(5, 1.5, 0.45),
          new Point(10, 0.9, 0.75),
          new Point(15, 0.6, 0.85),
          new Point(16, 0.5, 0.88),
          new Point(20, 0.3, 0.95));

  /** The textbook's numbers for one of its epochs. */
  record Point(int epoch, double loss, double accuracy) {

    /**
     * The position of this point among a run's epochs: at the same fraction of the same stage,
     * which is its own number for a run of 15 and 5 epochs.
     */
    double position(int pretrainEpochs, int finetuneEpochs) {
      return epoch <= PRETRAIN_EPOCHS
          ? scale(epoch, 1, PRETRAIN_EPOCHS, 1, pretrainEpochs)
          : scale(
              epoch,
              PRETRAIN_EPOCHS + 1,
              PRETRAIN_EPOCHS + FINETUNE_EPOCHS,
              pretrainEpochs + 1,
              pretrainEpochs + finetuneEpochs);
    }
  }

  private TextbookCurve() {}

  /** The last of the points that are closest to this epoch of the run. */
  static Optional<Point> at(int epoch, int pretrainEpochs, int finetuneEpochs) {
    return POINTS.stream()
        .filter(point -> Math.round(point.position(pretrainEpochs, finetuneEpochs)) == epoch)
        .reduce((first, second) -> second);
  }

  private static double scale(int epoch, int from, int to, int first, int last) {
    return first + (double) (epoch - from) / (to - from) * Math.max(0, last - first);
  }
}
