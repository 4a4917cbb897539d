package io.sunrise.train.checkpoint;

import io.sunrise.train.trace.Trace;

/** Where a run keeps its state and its trace on the way. */
public interface CheckpointStore {

  /** Keeps nothing: for a run that its task repeats as a whole. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public void restore(TrainingState state) {}

        @Override
        public String lastGood() {
          return "none, as this run keeps none";
        }

        @Override
        public void write(TrainingState state) {
          state.trace().drain();
        }

        @Override
        public void finish(Trace trace) {
          trace.drain();
        }
      };

  /** Restores the newest checkpoint, if there is one. */
  void restore(TrainingState state);

  /** The newest checkpoint written or read, or that there is none. */
  String lastGood();

  /** Writes a checkpoint and the trace since the one before. */
  void write(TrainingState state);

  /** Writes the whole run's trace. */
  void finish(Trace trace);

  /** Keeps this one's trace only: for a run whose state cannot be restored. */
  default CheckpointStore ofTraceOnly() {
    CheckpointStore all = this;
    return new CheckpointStore() {
      @Override
      public void restore(TrainingState state) {}

      @Override
      public String lastGood() {
        return "none, as this optimizer's state cannot be restored";
      }

      @Override
      public void write(TrainingState state) {}

      @Override
      public void finish(Trace trace) {
        all.finish(trace);
      }
    };
  }
}
