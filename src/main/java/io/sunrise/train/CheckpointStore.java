package io.sunrise.train;

/** Where a run keeps its state and its trace on the way. */
interface CheckpointStore {

  /** Keeps nothing: for a run that its task repeats as a whole. */
  CheckpointStore NONE =
      new CheckpointStore() {
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

  /** The newest checkpoint written or read, or that there is none. */
  String lastGood();

  /** Writes a checkpoint and the trace since the one before. */
  void write(TrainingState state);

  /** Writes the whole run's trace. */
  void finish(Trace trace);
}
