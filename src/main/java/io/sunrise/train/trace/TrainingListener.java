package io.sunrise.train.trace;

/** Receives the progress of a run, on the thread that called it. */
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

  /** Forwards everything to this one, then to another. */
  default TrainingListener and(TrainingListener other) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void epochStarted(int epoch, long stepsDone, long stepsInAll) {
        first.epochStarted(epoch, stepsDone, stepsInAll);
        other.epochStarted(epoch, stepsDone, stepsInAll);
      }

      @Override
      public void step(StepRecord record) {
        first.step(record);
        other.step(record);
      }

      @Override
      public void epochEnded(EpochRecord record) {
        first.epochEnded(record);
        other.epochEnded(record);
      }

      @Override
      public void warning(String line) {
        first.warning(line);
        other.warning(line);
      }
    };
  }
}
