package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.TokenRows;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** What a task of a validation does: the scores of its micro-batches. */
record ScoreTask(Broadcast<RunnerSetup> setup, Broadcast<Parameters> parameters, int tasks)
    implements FlatMapFunction<Iterator<TokenRows>, TreeSum.Node<StepSums>> {

  @Override
  public Iterator<TreeSum.Node<StepSums>> call(Iterator<TokenRows> rows) {
    RunnerSetup run = setup.value();
    int task = TaskContext.getPartitionId();
    EpochShare share =
        new TaskShare(
            rows.next(), run.validation(), run.batches(), 0, BatchMaker.VALIDATION, task, tasks);
    Worker worker = run.workers().take(run.networks());
    try {
      return worker.scores(share, share.microBatches(0), parameters.value().numbers()).iterator();
    } finally {
      run.workers().giveBack(worker);
    }
  }
}
