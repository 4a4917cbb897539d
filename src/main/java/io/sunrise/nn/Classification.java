package io.sunrise.nn;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;

/**
 * One of a few classes for each row (Devlin et al. 2019, section 4.1).
 *
 * @param classes at least 2
 */
public record Classification(ModelConfig model, int classes, LossOptions loss)
    implements Objective {

  /** By the unweighted cross entropy. */
  public Classification(ModelConfig model, int classes) {
    this(model, classes, LossOptions.PLAIN);
  }

  @Override
  public SequenceClassifier network(Gemm gemm) {
    return new SequenceClassifier(model, classes, loss, gemm);
  }

  @Override
  public BatchMaker batches(long seed) {
    return new ClassBatches();
  }

  @Override
  public Ranking ranking() {
    return Ranking.ACCURACY_THEN_LOSS;
  }

  @Override
  public String exportedAs() {
    return model.architecture().classifier();
  }
}
