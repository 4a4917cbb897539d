package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.nn.Gemm;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Network;
import io.sunrise.nn.Objective;
import java.io.Serializable;
import java.util.function.UnaryOperator;

/** An objective whose networks are changed. */
record ChangedNetworks(Objective objective, Change change) implements Objective {

  interface Change extends UnaryOperator<Network>, Serializable {}

  @Override
  public ModelConfig model() {
    return objective.model();
  }

  @Override
  public Network network(Gemm gemm) {
    return change.apply(objective.network(gemm));
  }

  @Override
  public BatchMaker batches(long seed) {
    return objective.batches(seed);
  }

  @Override
  public Ranking ranking() {
    return objective.ranking();
  }

  @Override
  public String exportedAs() {
    return objective.exportedAs();
  }
}
