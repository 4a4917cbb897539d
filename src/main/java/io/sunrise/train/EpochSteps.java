package io.sunrise.train;

import io.sunrise.nn.BatchResult;
import io.sunrise.train.checkpoint.TrainingState;
import io.sunrise.train.trace.StepRecord;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the steps of an epoch, each from its rows to the updated parameters. */
interface EpochSteps extends AutoCloseable {

  /** What the optimizer keeps from step to step and a checkpoint holds, by name. */
  Map<String, float[]> optimizerArrays();

  /**
   * Makes the steps from the state's next one on, in the state's parameters.
   *
   * @param epoch that they are of, numbered through the stages
   * @param last the last one of them
   * @param made receives each step once the parameters are updated; what it throws ends the epoch
   */
  void make(int epoch, long last, TrainingState state, Consumer<StepRecord> made);

  /** Scores the validation rows, without dropout. */
  BatchResult validate(float[] parameters);

  @Override
  void close();
}
