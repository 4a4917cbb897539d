package io.sunrise.pretrain;

import io.sunrise.config.PretrainSettings;
import io.sunrise.config.PretrainSettings.WarmStartKind;
import io.sunrise.cooccurrence.Cooccurrence;
import io.sunrise.cooccurrence.CountingMemory;
import io.sunrise.cooccurrence.ReducedVectors;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.ParameterLayout.Parameter;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.SpecialTokens;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The parameters that pre-training starts from: random ones, with vectors reduced from
 * co-occurrence counts as the embeddings of tokens. Special tokens and those that do not occur keep
 * random embeddings.
 */
final class WarmStart {
  static final int CONTEXTS = 8192;

  /**
   * p of the vectors U Sᵖ. Validation loss of BERT's tiny after 157 steps of 32 rows, with a scale
   * of 4: 6.683 with 0, 6.579 with 0.5 and with 1.
   */
  static final double POWER = 0.5;

  /**
   * Root mean square of the numbers of the vectors, relative to that of random embeddings. The same
   * loss: 6.754 from random embeddings; 6.745 with 1, 6.673 with 2, 6.579 with 4, 6.529 with 8,
   * 6.644 with 16.
   */
  static final double SCALE = 8;

  private final StageRun run;
  private final PretrainSettings settings;
  private final ParameterLayout layout;
  private final Parameter embeddings;
  private final long seed;

  WarmStart(StageRun run, Networks networks, PretrainSettings settings, long seed) {
    this.run = run;
    this.settings = settings;
    this.layout = networks.create().layout();
    this.embeddings = layout.named(networks.objective().model().architecture().wordEmbeddings());
    this.seed = seed;
  }

  /**
   * The vectors: those that an interrupted run left, if it did; none if random numbers are asked
   * for.
   *
   * @param text the rows to train on
   */
  Optional<TokenVectors> vectors(Dataset<Row> text, SpecialTokens special) throws IOException {
    if (settings.warmStart() == WarmStartKind.NONE) {
      return Optional.empty();
    }
    VectorsFile file = new VectorsFile(run);
    Optional<TokenVectors> finished = file.read();
    if (finished.isPresent()) {
      return finished;
    }
    TokenVectors counted = count(text, special);
    file.write(counted);
    return Optional.of(counted);
  }

  private TokenVectors count(Dataset<Row> text, SpecialTokens special) {
    int vocabularySize = embeddings.shape().get(0);
    int width = embeddings.shape().get(1);
    try (Cooccurrence counts =
        SparkStep.run(
            run,
            "counting tokens",
            "tokens",
            () -> new Cooccurrence(text, vocabularySize, special),
            Cooccurrence::tokens)) {
      SparkStep.run(
          run,
          "counting co-occurrences",
          "tokens",
          () -> {
            counts.countPairs(settings.warmStartWindow(), CONTEXTS);
            return counts;
          },
          Cooccurrence::tokens);
      return SparkStep.run(
          run,
          "reducing co-occurrences",
          "vectors",
          () -> ReducedVectors.of(counts, width, POWER, seed),
          TokenVectors::vocabularySize);
    }
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
    int contexts = Math.min(CONTEXTS, model.vocabularySize());
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
