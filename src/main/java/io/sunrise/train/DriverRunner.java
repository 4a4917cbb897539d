package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.Permutation;
import io.sunrise.data.TokenRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs micro-batches on threads of the driver's process, where the rows are held in memory. */
final class DriverRunner implements StepRunner {
  private final RunnerSetup setup;
  private final TokenRows train;
  private final EpochShare validation;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads;
  private EpochShare epoch;

  /**
   * @param train in order of rank
   * @param validation in order of rank
   */
  DriverRunner(RunnerSetup setup, TokenRows train, TokenRows validation, int threads) {
    this.setup = setup;
    this.train = train;
    this.validation = share(validation, BatchMaker.VALIDATION);
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

  private EpochShare share(TokenRows rows, int epoch) {
    boolean validating = epoch == BatchMaker.VALIDATION;
    return new EpochShare(
        rows, validating ? setup.validation() : setup.plan(), setup.batches(), epoch, 0, 1);
  }

  @Override
  public void openEpoch(int number) {
    Permutation permutation = Permutation.ofEpoch(train.size(), setup.seed(), number);
    int[] order =
        IntStream.range(0, train.size())
            .parallel()
            .map(place -> (int) permutation.invert(place))
            .toArray();
    epoch = share(train.inOrder(order), number);
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
    if (validation.rows().size() == 0) {
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
