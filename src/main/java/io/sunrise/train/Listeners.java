package io.sunrise.train;

import java.util.List;

/** Forwards events to several listeners. */
record Listeners(List<TrainingListener> all) implements TrainingListener {
  @Override
  public void epochStarted(int epoch, long stepsDone, long stepsInAll) {
    all.forEach(listener -> listener.epochStarted(epoch, stepsDone, stepsInAll));
  }

  @Override
  public void step(StepRecord record) {
    all.forEach(listener -> listener.step(record));
  }

  @Override
  public void epochEnded(EpochRecord record) {
    all.forEach(listener -> listener.epochEnded(record));
  }

  @Override
  public void warning(String line) {
    all.forEach(listener -> listener.warning(line));
  }
}
