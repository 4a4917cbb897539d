package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.feature.dataset.MiniBatch;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.optim.OptimMethod;
import com.intel.analytics.bigdl.dllib.optim.Optimizer;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import io.sunrise.train.AdamW;
import io.sunrise.train.Schedule;
import io.sunrise.train.TrainingLoop;
import io.sunrise.train.TrainingResult;
import scala.Tuple2;
import scala.runtime.AbstractFunction1;

/**
 * Sunrise's data-parallel training as a DLlib optimizer: gradients come from the loop's steps, the
 * update from the module's {@link OptimMethod}. DLlib's data set stays unused: its epoch is a
 * random window with replacement, ours every row once.
 */
public final class DataParallelOptimizer extends Optimizer<Float, MiniBatch<Float>> {
  private final TrainingLoop loop;
  private final AdamWMethod method;
  private final Tensor<Float> parameters;
  private TrainingResult result;

  /**
   * Trains a module's parameters in place.
   *
   * @param adamW of all parameters, with the history that the loop's state holds
   */
  public DataParallelOptimizer(
      TransformerModule module, AdamW adamW, Schedule schedule, TrainingLoop loop) {
    super(module, null, new TargetCriterion(), Floats.TAG, Floats.NUMERIC);
    this.loop = loop;
    this.method = new AdamWMethod(module.layout(), adamW, schedule);
    this.parameters = module.parameters()._1()[0];
    setOptimMethod(method);
  }

  @Override
  public AbstractModule<Activity, Activity, Float> optimize() {
    result =
        loop.run(
            (step, loss, gradient) -> {
              method.atStep(step);
              method.optimize(given((float) loss, Floats.tensor(gradient)), parameters);
            });
    return model();
  }

  /** What {@link #optimize} came to. */
  public TrainingResult result() {
    return result;
  }

  private static AbstractFunction1<Tensor<Float>, Tuple2<Float, Tensor<Float>>> given(
      float loss, Tensor<Float> gradient) {
    return new AbstractFunction1<>() {
      @Override
      public Tuple2<Float, Tensor<Float>> apply(Tensor<Float> ignored) {
        return new Tuple2<>(loss, gradient);
      }
    };
  }
}
