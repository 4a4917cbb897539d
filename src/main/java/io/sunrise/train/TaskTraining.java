package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.RankedRows;
import io.sunrise.data.RowRanks;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterLayout;
import java.io.Serializable;

/**
 * Whole runs inside of Spark tasks, so that independent runs spread over the executors: one run on
 * one thread, with the bits that {@link Training#run} gives for the same rows. A run leaves no
 * files; a task that is lost makes it again.
 */
public final class TaskTraining implements Serializable {
  private final TrainingSettings settings;
  private final Networks networks;

  /** Of networks by the GEMM backend of the driver; executors must compute the same bits. */
  public TaskTraining(Networks networks, TrainingSettings settings) {
    this.networks = networks;
    this.settings = settings;
  }

  /** Of the network's parameters. */
  public ParameterLayout layout() {
    return networks.create().layout();
  }

  /**
   * Trains on this thread.
   *
   * @param initialParameters where it starts; copied
   * @param train in order of index, at least one row
   * @param validation in order of index; scored after each epoch; may be empty
   * @param run its directory and job hash are not used
   */
  public TrainingResult train(
      float[] initialParameters, TokenRows train, TokenRows validation, TrainingRun run) {
    RunPlan plan = new RunPlan(settings, run, ranks(train));
    AdamW adamW = new AdamW(layout(), settings.adamW());
    BestEpoch best =
        BestEpoch.of(networks.objective().ranking(), settings.keepBest(), initialParameters);
    TrainingState state = new TrainingState(initialParameters.clone(), adamW, best);
    RunnerSetup setup = RunnerSetup.of(networks.objective(), networks, plan, validation.size());
    try (StepRunner runner =
        new DriverRunner(setup, RankedRows.of(train), RankedRows.of(validation), 1)) {
      TrainingListener silent = TrainingListener.SILENT;
      return new TrainingLoop(plan, runner, state, CheckpointStore.NONE, silent, new StopRequest())
          .run();
    }
  }

  private static RowRanks ranks(TokenRows rows) {
    RowRanks.Builder ranks = new RowRanks.Builder();
    for (int row = 0; row < rows.size(); row++) {
      ranks.add(rows.index(row));
    }
    return ranks.build();
  }

  /** What trained parameters score on rows in order of index. */
  public BatchResult score(float[] parameters, TokenRows rows, long seed) {
    EpochPlan plan = EpochPlan.ofOneStep(rows.size(), settings.microBatchRows());
    BatchMaker batches = networks.objective().batches(seed);
    EpochShare share = new TaskShare(rows, plan, batches, 0, BatchMaker.VALIDATION, 0, 1);
    TreeSum<StepSums> sum = new TreeSum<>(StepSums::plus);
    new Worker(networks).scores(share, share.microBatches(0), parameters).forEach(sum::add);
    return sum.total().result();
  }
}
