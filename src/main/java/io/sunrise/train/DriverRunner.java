package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.Permutation;
import io.sunrise.data.RankedRows;
import io.sunrise.data.TokenRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs micro-batches on threads of the driver's process, where the rows are held in memory. */
final class DriverRunner implements StepRunner {
  private final RunnerSetup setup;
  private final RankedRows train;
  private final int validationRows;
  private final EpochShare validation;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads;
  private EpochShare epoch;

  /**
   * @param threads at least 1
   */
  DriverRunner(RunnerSetup setup, RankedRows train, RankedRows validation, int threads) {
    this.setup = setup;
    this.train = train;
    this.validationRows = validation.size();
    this.validation =
        new WholeEpoch(
            setup.validation(),
            setup.batches(),
            BatchMaker.VALIDATION,
            (from, to) -> validation.copy(from, to, place -> place));
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "sunrise-worker");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker(setup.networks()));
    }
  }

  /** All of an epoch's rows by place. */
  private record WholeEpoch(EpochPlan plan, BatchMaker batches, int epoch, RowsOfPlaces rows)
      implements EpochShare {

    /** Copies the rows of the places {@code from} to before {@code to}. */
    interface RowsOfPlaces {
      TokenRows copy(int from, int to);
    }

    @Override
    public Span microBatches(int step) {
      return plan.share(step, 0, 1);
    }

    @Override
    public PackedBatch batch(int step, int microBatch) {
      Span span = plan.rowsHeld(0, step, microBatch, 0, 1);
      return batches.batch(rows.copy(span.from(), span.to()), 0, span.size(), epoch);
    }
  }

  @Override
  public void openEpoch(int number) {
    Permutation order = Permutation.ofEpoch(train.size(), setup.seed(), number);
    epoch =
        new WholeEpoch(
            setup.plan(),
            setup.batches(),
            number,
            (from, to) -> train.copy(from, to, place -> (int) order.invert(place)));
  }

  @Override
  public SummedGradient step(int step, float[] parameters, long dropoutKey) {
    List<List<TreeSum.Node<SummedGradient>>> parts =
        onEveryThread(
            i -> workers.get(i).gradients(epoch, step, range(step, i), parameters, dropoutKey));
    List<TreeSum.Node<SummedGradient>> nodes = parts.stream().flatMap(List::stream).toList();
    float[] gradient = nodes.get(0).value().gradient();
    onEveryThread(i -> sum(nodes, gradient.length, i));
    for (int i = 0; i < parts.size(); i++) {
      workers.get(i).release(parts.get(i));
    }
    TreeSum<StepSums> sums = new TreeSum<>(StepSums::plus);
    nodes.forEach(
        node -> sums.add(new TreeSum.Node<>(node.level(), node.index(), node.value().sums())));
    return new SummedGradient(gradient, sums.total());
  }

  private Span range(int step, int thread) {
    return setup.plan().share(step, thread, workers.size());
  }

  /**
   * Finishes the tree over one stretch of the parameters; the sum ends in the first node's array.
   */
  private float[] sum(List<TreeSum.Node<SummedGradient>> nodes, int length, int thread) {
    int from = (int) ((long) length * thread / workers.size());
    int to = (int) ((long) length * (thread + 1) / workers.size());
    TreeSum<float[]> tree =
        new TreeSum<>(
            (left, right) -> {
              Gradients.add(left, right, from, to);
              return left;
            });
    nodes.forEach(
        node -> tree.add(new TreeSum.Node<>(node.level(), node.index(), node.value().gradient())));
    return tree.total();
  }

  @Override
  public StepSums validate(float[] parameters) {
    if (validationRows == 0) {
      return StepSums.EMPTY;
    }
    TreeSum<StepSums> sum = new TreeSum<>(StepSums::plus);
    onEveryThread(
            i -> {
              Span range = setup.validation().share(0, i, workers.size());
              return workers.get(i).scores(validation, range, parameters);
            })
        .forEach(nodes -> nodes.forEach(sum::add));
    return sum.total();
  }

  private <V> List<V> onEveryThread(IntFunction<V> work) {
    List<Callable<V>> tasks = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      int thread = i;
      tasks.add(() -> work.apply(thread));
    }
    try {
      List<V> results = new ArrayList<>();
      for (Future<V> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted within a step", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
