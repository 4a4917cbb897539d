package io.sunrise.nn;

import io.sunrise.data.BatchMaker;
import java.io.Serializable;

/**
 * What a network learns: its heads and loss, the batches it learns from, and the model that is
 * exported. One class per objective.
 */
public interface Objective extends Serializable {

  /** By what an epoch is better than another on the validation rows. */
  enum Ranking {
    LOSS,
    ACCURACY_THEN_LOSS
  }

  /** The encoder's shape. */
  ModelConfig model();

  /** A network of the objective, for one thread. */
  Network network(Gemm gemm);

  /**
   * Makes batches of token rows.
   *
   * @param seed of what is random in them
   */
  BatchMaker batches(long seed);

  default Ranking ranking() {
    return Ranking.LOSS;
  }

  /** The class of transformers that reads the exported model. */
  String exportedAs();

  /** The part of a network's parameters that is exported: the first ones, or all. */
  default ParameterLayout exported(ParameterLayout layout) {
    return layout;
  }
}
