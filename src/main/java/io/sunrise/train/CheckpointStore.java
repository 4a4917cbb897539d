package io.sunrise.train;

/** Where a run leaves its state on the way. */
interface CheckpointStore {

  /** Keeps nothing: for a run that its task makes again as a whole. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public String lastGood() {
          return "none, as this run keeps none";
        }

        @Override
        public void write(TrainingState state) {}

        @Override
        public void writeTrace(Trace lines) {}
      };

  /** The newest checkpoint written or read, or that there is none. */
  String lastGood();

  void write(TrainingState state);

  /** Leaves the trace so far. */
  void writeTrace(Trace lines);
}
