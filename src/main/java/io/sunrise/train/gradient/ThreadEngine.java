package io.sunrise.train.gradient;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.Permutation;
import io.sunrise.data.RankedRows;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.BatchResult;
import io.sunrise.train.optimizer.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Runs micro-batches on threads of this process, where the rows are held in memory. */
public final class ThreadEngine implements GradientEngine {
  private final StepContext context;
  private final RankedRows train;
  private final RankedRows validation;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads;
  private int epoch;
  private Permutation order;

  /**
   * @param threads at least 1
   */
  public ThreadEngine(StepContext context, RankedRows train, RankedRows validation, int threads) {
    this.context = context;
    this.train = train;
    this.validation = validation;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "sunrise-worker");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker(context.networks().create()));
    }
  }

  @Override
  public void openEpoch(int number) {
    epoch = number;
    order = context.order(number);
  }

  @Override
  public SummedGradient gradient(int step, float[] parameters, long dropoutKey) {
    EpochPlan plan = context.plan();
    List<List<TreeSum.Node<SummedGradient>>> parts =
        onEveryThread(
            i ->
                workers
                    .get(i)
                    .gradients(
                        plan.share(step, i, workers.size()),
                        microBatch -> batch(step, microBatch),
                        parameters,
                        dropoutKey));
    List<TreeSum.Node<SummedGradient>> nodes = parts.stream().flatMap(List::stream).toList();
    float[] gradient = nodes.get(0).value().gradient();
    onEveryThread(i -> sum(nodes, gradient.length, i));
    for (int i = 0; i < parts.size(); i++) {
      workers.get(i).release(parts.get(i));
    }
    TreeSum<BatchResult> results = new TreeSum<>(BatchResult::plus);
    nodes.forEach(
        node -> results.add(new TreeSum.Node<>(node.level(), node.index(), node.value().result())));
    return new SummedGradient(gradient, results.total());
  }

  private PackedBatch batch(int step, int microBatch) {
    Span places = context.plan().rowsHeld(0, step, microBatch, 0, 1);
    return copy(train, places, place -> (int) order.invert(place), epoch);
  }

  private PackedBatch copy(RankedRows rows, Span places, IntUnaryOperator rank, int ofEpoch) {
    TokenRows copied = rows.copy(places.from(), places.to(), rank);
    return context.batch(copied, new Span(0, places.size()), ofEpoch);
  }

  /** Finishes the tree over one slice of the parameters; the sum ends in the first node's array. */
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
  public BatchResult validate(float[] parameters) {
    if (validation.size() == 0) {
      return BatchResult.EMPTY;
    }
    EpochPlan plan = context.validation();
    TreeSum<BatchResult> sum = new TreeSum<>(BatchResult::plus);
    onEveryThread(
            i ->
                workers
                    .get(i)
                    .scores(
                        plan.share(0, i, workers.size()),
                        microBatch ->
                            copy(
                                validation,
                                plan.rowsHeld(0, 0, microBatch, 0, 1),
                                place -> place,
                                BatchMaker.VALIDATION),
                        parameters))
        .forEach(nodes -> nodes.forEach(sum::add));
    return sum.total();
  }

  @Override
  public String rowsNamed(int step) {
    return context.rowsNamed(train::index, epoch, step);
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
