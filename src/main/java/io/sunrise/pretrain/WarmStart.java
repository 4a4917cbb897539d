package io.sunrise.pretrain;

import io.sunrise.cooccurrence.CountingMemory;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.ParameterLayout.Parameter;
import io.sunrise.stage.StageCheck;
import java.util.Locale;
import java.util.Optional;

/**
 * The parameters that pre-training starts from: random ones, with vectors reduced from
 * co-occurrence counts as the embeddings of tokens. Special tokens and those that do not occur keep
 * random embeddings.
 */
final class WarmStart {
  /**
   * Root mean square of the numbers of the vectors, relative to that of random embeddings.
   * Validation loss of BERT's tiny after 157 steps of 32 rows: 6.754 from random embeddings; 6.745
   * with 1, 6.673 with 2, 6.579 with 4, 6.529 with 8, 6.644 with 16.
   */
  static final double SCALE = 8;

  private final ParameterLayout layout;
  private final Parameter embeddings;
  private final long seed;

  WarmStart(Networks networks, long seed) {
    this.layout = networks.create().layout();
    this.embeddings = layout.named(networks.objective().model().architecture().wordEmbeddings());
    this.seed = seed;
  }

  /** Random parameters, with the vectors placed in them. */
  float[] parameters(Optional<TokenVectors> vectors) {
    float[] parameters = ParameterInitializer.initialize(layout, seed);
    vectors.ifPresent(placed -> place(placed, embeddings, parameters));
    return parameters;
  }

  /** A number of a vector that is 0, such as those beyond the counts' rank, stays random. */
  static void place(TokenVectors vectors, Parameter embeddings, float[] parameters) {
    double squares = 0;
    int placed = 0;
    for (float value : vectors.values()) {
      squares += (double) value * value;
      placed += value == 0 ? 0 : 1;
    }
    double factor = SCALE * ModelConfig.INITIALIZER_RANGE / Math.sqrt(squares / placed);
    for (int i = 0; i < vectors.values().length; i++) {
      if (vectors.values()[i] != 0) {
        parameters[embeddings.offset() + i] = (float) (factor * vectors.values()[i]);
      }
    }
  }

  /** Warns where counting may take more memory than there is. */
  static void check(StageCheck check, ModelConfig model) {
    int contexts = Math.min(CountedVectors.CONTEXTS, model.vocabularySize());
    CountingMemory memory = CountingMemory.of(check.spark());
    long driver = CountingMemory.ofDriver(model.vocabularySize(), contexts, model.hiddenSize());
    long tasks = memory.ofTasks(contexts);
    if (check.spark().sparkContext().isLocal()) {
      warn(check, "--driver-memory", Math.max(driver, tasks), memory.heap());
    } else {
      warn(check, "--driver-memory", driver, Runtime.getRuntime().maxMemory());
      warn(check, "--executor-memory", tasks, memory.heap());
    }
  }

  private static void warn(StageCheck check, String option, long needed, long heap) {
    if (needed > heap) {
      check.warn(
          String.format(
              Locale.ROOT,
              "counting co-occurrences may take up to %1$d MiB of heap, found %2$d MiB: if it runs"
                  + " out of memory, set %3$s %1$dm in SPARK_SUBMIT_ARGS, or pretrain.warm-start ="
                  + " none",
              needed >> 20,
              heap >> 20,
              option));
    }
  }
}
