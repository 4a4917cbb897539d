package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.TrainingPlace;
import io.sunrise.train.trace.TrainingListener;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * What is known of a run before its rows are there: whether the settings fit the model, and the
 * model the memory.
 *
 * @param stage whose settings they are
 * @param longestRow the most tokens of a row
 */
public record TrainingCheck(
    String stage, Networks networks, TrainingSettings settings, int longestRow) {
  /** Of a checkpoint: parameters and both moments. */
  private static final int CHECKPOINT_PARAMETERS = 3;

  /**
   * Refuses what certainly fails.
   *
   * @param warnings receives what may fail
   * @return the bytes that the checkpoints and the model take on the disk
   */
  public long require(SparkSession spark, Consumer<String> warnings) {
    ParameterLayout layout = networks.create().layout();
    requirePossible(layout.layers());
    TrainingPlace place = TrainingPlace.of(spark, settings.runOn());
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String line) {
            warnings.accept(line);
          }
        };
    MemoryCheck memory = new MemoryCheck(listener, Runtime.getRuntime().maxMemory());
    memory.refuseTooLittle(place, layout.size());
    TrainingRun run = new TrainingRun(stage, "", "", 1, 0);
    TrainingJob job =
        new TrainingJob(networks, new float[layout.size()], settings, run, longestRow);
    memory.warn(place, RunMemory.of(job, settings.batchRows()));
    // While a checkpoint is written, there is one more than are kept; then there is the model.
    long parameters = (long) CHECKPOINT_PARAMETERS * (settings.checkpointsKept() + 1) + 1;
    return parameters * layout.size() * Float.BYTES;
  }

  /**
   * Refuses a run of no steps, and more frozen layers than there are.
   *
   * @param layers of the model
   */
  public void requirePossible(int layers) {
    if (settings.epochs() == 0 && settings.steps() == 0) {
      throw SunriseException.of("%s.epochs is 0, expected at least 1: raise it", stage);
    }
    int found = settings.adamW().frozenLayers();
    if (found > layers) {
      throw SunriseException.of(
          "%s.frozen-layers is %d, expected at most the %d layers of the model: lower it",
          stage, found, layers);
    }
  }
}
