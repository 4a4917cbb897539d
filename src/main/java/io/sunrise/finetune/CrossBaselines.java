package io.sunrise.finetune;

import io.sunrise.console.Progress;
import io.sunrise.data.SparkFailures;
import io.sunrise.finetune.FoldParts.Part;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The baseline of each fold and label count. MLlib is led by the driver and a fit of ours keeps one
 * core busy, so as many fits as there are cores are led at once.
 */
final class CrossBaselines {
  /** Each needs a thread of the driver. */
  private static final int MOST_AT_ONCE = 16;

  private CrossBaselines() {}

  /**
   * Makes all runs.
   *
   * @param made told of each score as soon as its run is made; not of a run that found no word
   */
  static void make(StageRun run, FoldedRows rows, List<CrossRun> runs, Consumer<CrossScore> made) {
    int cores = run.spark().sparkContext().defaultParallelism();
    ExecutorService leaders = Executors.newFixedThreadPool(Math.min(cores, MOST_AT_ONCE));
    AtomicInteger done = new AtomicInteger();
    try (Progress progress = run.console().progress("TF-IDF", runs.size(), "fits")) {
      List<Future<Optional<CrossScore>>> fits = new ArrayList<>();
      for (CrossRun each : runs) {
        fits.add(
            leaders.submit(
                () -> {
                  Optional<CrossScore> score = score(each, rows);
                  score.ifPresent(made);
                  progress.at(done.incrementAndGet());
                  return score;
                }));
      }
      int withoutWords = 0;
      for (Future<Optional<CrossScore>> fit : fits) {
        withoutWords += fit.get().isEmpty() ? 1 : 0;
      }
      if (withoutWords > 0) {
        run.console()
            .line(
                String.format(
                    Locale.ROOT,
                    "  TF-IDF is left out of %,d of %,d runs: it counts words, and their rows have"
                        + " none (no letter, digit, ! or ?)",
                    withoutWords,
                    runs.size()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fitting the baseline", e);
    } catch (ExecutionException e) {
      throw SparkFailures.explain("cross-validate", e.getCause());
    } finally {
      leaders.shutdownNow();
    }
  }

  private static Optional<CrossScore> score(CrossRun run, FoldedRows rows) {
    LabelledRows split = rows.split(rows.parts(run.fold(), run.labelCount()));
    Map<Part, Long> sizes = new TreeMap<>();
    sizes.put(Part.LEARNED, split.train().count());
    sizes.put(Part.VALIDATION, split.validation().count());
    sizes.put(Part.HELD_OUT, split.test().count());
    return new Baseline(split)
        .scores()
        .map(
            scores ->
                new CrossScore(
                    run,
                    sizes,
                    scores.validation().accuracy(),
                    scores.test().accuracy(),
                    Map.of()));
  }
}
