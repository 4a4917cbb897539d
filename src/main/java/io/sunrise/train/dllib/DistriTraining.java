package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.feature.dataset.AbstractDataSet;
import com.intel.analytics.bigdl.dllib.feature.dataset.DataSet$;
import com.intel.analytics.bigdl.dllib.feature.dataset.DistributedDataSet;
import com.intel.analytics.bigdl.dllib.feature.dataset.MiniBatch;
import com.intel.analytics.bigdl.dllib.optim.DistriOptimizer;
import com.intel.analytics.bigdl.dllib.optim.Trigger;
import com.intel.analytics.bigdl.dllib.utils.Engine;
import com.intel.analytics.bigdl.dllib.utils.Engine$;
import io.sunrise.SunriseException;
import io.sunrise.config.AdamWSettings;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.TokenRow;
import io.sunrise.nn.Networks;
import io.sunrise.train.optimizer.Schedule;
import org.apache.spark.api.java.JavaRDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The same module, criterion and method under DLlib's own DistriOptimizer, to compare. Known of it:
 * an epoch is a random window with replacement, losses are averaged per replica instead of per
 * target, gradients are cut to 16 bits on their way, and the result depends on the cluster.
 */
public final class DistriTraining {
  private final TransformerModule module;
  private final DistriOptimizer<Float> optimizer;
  private long reported;

  /**
   * Sets DLlib up on the running Spark context.
   *
   * @param settings of the run
   * @param parameters changed in place by {@link #until}
   */
  public DistriTraining(
      JavaRDD<TokenRow> rows,
      Networks networks,
      DistriSettings settings,
      BatchMaker batches,
      float[] parameters) {
    initialize();
    this.module = new TransformerModule(networks, parameters);
    int nodes = Engine$.MODULE$.nodeNumber();
    int share = rowsPerNode(settings.batchRows(), nodes, Engine$.MODULE$.coreNumber());
    ClassTag<TokenRow> rowTag = ClassTag$.MODULE$.apply(TokenRow.class);
    ClassTag<MiniBatch<Float>> batchTag = ClassTag$.MODULE$.apply(MiniBatch.class);
    AbstractDataSet<MiniBatch<Float>, ?> dataset =
        DataSet$.MODULE$
            .rdd(rows.rdd(), nodes, true, 1, rowTag)
            .transform(new RowsToBatches(batches, share), batchTag);
    this.optimizer =
        new DistriOptimizer<>(
            module,
            FloatTensors.<DistributedDataSet<MiniBatch<Float>>>cast(dataset),
            new TargetCriterion(),
            FloatTensors.TAG,
            FloatTensors.NUMERIC);
    optimizer.setOptimMethod(
        new AdamWMethod(module.layout(), settings.adamW(), settings.schedule(), nodes));
    if (settings.clipNorm() > 0) {
      optimizer.setGradientClippingByl2Norm(settings.clipNorm());
    }
    optimizer.reserveOptim(true);
  }

  /** What DistriOptimizer takes of a run's settings. */
  public record DistriSettings(
      int batchRows, AdamWSettings adamW, double clipNorm, Schedule schedule) {}

  private static void initialize() {
    try {
      Engine.init();
    } catch (RuntimeException e) {
      throw new SunriseException(
          "optimizer is distri, and DLlib cannot find the executors: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "; set what it asks for, or optimizer to sunrise",
          e);
    }
  }

  /** DLlib refuses a batch that its cores do not divide. */
  private static int rowsPerNode(int batchRows, int nodes, int cores) {
    if (batchRows % (nodes * cores) != 0) {
      throw SunriseException.of(
          "batch-rows is %d, and optimizer distri wants a multiple of the %d cores that it found:"
              + " change batch-rows or set optimizer to sunrise",
          batchRows, nodes * cores);
    }
    return batchRows / nodes;
  }

  /** Receives a step's number and loss. */
  @FunctionalInterface
  public interface StepReceiver {
    void made(long step, double loss);
  }

  /** Trains to the end of a step and gives all parameters. */
  public float[] until(long step, StepReceiver receiver) {
    optimizer.setEndWhen(after(step, receiver));
    optimizer.optimize();
    return FloatTensors.array(module.parameters()._1()[0]);
  }

  /** Ends after a step, and reads the loss of every step before it from DLlib's state. */
  private Trigger after(long last, StepReceiver receiver) {
    return state -> {
      long made = state.<Integer>apply("neval") - 1L;
      if (made > reported) {
        reported = made;
        receiver.made(made, (double) state.<Float>apply("Loss"));
      }
      return made >= last;
    };
  }
}
