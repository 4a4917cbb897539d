package io.sunrise.train;

/** Receives the progress of a run, on the thread that called {@link Training#run}. */
public interface TrainingListener {

  /** Ignores everything. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * Before an epoch's first step, or the first step after resuming from a checkpoint.
   *
   * @param epoch numbered through the stages
   * @param stepsDone steps of the whole run made so far
   * @param stepsInAll steps of the whole run
   */
  default void epochStarted(int epoch, long stepsDone, long stepsInAll) {}

  default void step(StepRecord record) {}

  default void epochEnded(EpochRecord record) {}

  /** One line that the user should read, such as a damaged checkpoint passed over. */
  default void warning(String line) {}
}
