package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.feature.dataset.MiniBatch;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.optim.OptimMethod;
import com.intel.analytics.bigdl.dllib.optim.Optimizer;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import com.intel.analytics.bigdl.dllib.utils.Table;
import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.data.EpochPlan;
import io.sunrise.train.gradient.GradientEngine;
import io.sunrise.train.gradient.RowSource;
import io.sunrise.train.gradient.SparkEngine;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.gradient.SummedGradient;
import io.sunrise.train.gradient.TrainingPlace;
import io.sunrise.train.optimizer.Gradients;
import scala.Tuple2;
import scala.runtime.AbstractFunction1;

/**
 * Sunrise's gradients through DLlib's interface, for programs that are written against it: a {@link
 * TransformerModule} over a {@link TokenRowDataSet}, updated by any of DLlib's optimization methods
 * or {@link AdamWMethod}. An epoch takes every row once, in an order that follows from its number,
 * and a step's gradient is the exact mean over its targets, with the same bits on any cluster.
 */
public final class SunriseOptimizer extends Optimizer<Float, MiniBatch<Float>> {
  private final TransformerModule module;
  private final TokenRowDataSet data;
  private final TrainingPlace place;
  private final int microBatchRows;
  private final long seed;
  private double clipNorm;

  /**
   * An optimizer that runs as Spark jobs.
   *
   * @param data a batch is a step
   * @param microBatchRows rows that a core takes at a time
   * @param seed of order, masks and dropout
   */
  public SunriseOptimizer(
      TransformerModule module,
      TokenRowDataSet data,
      TrainingPlace place,
      int microBatchRows,
      long seed) {
    super(module, data, new TargetCriterion(), FloatTensors.TAG, FloatTensors.NUMERIC);
    this.module = module;
    this.data = data;
    this.place = place;
    this.microBatchRows = microBatchRows;
    this.seed = seed;
  }

  @Override
  public Optimizer<Float, MiniBatch<Float>> setGradientClippingByl2Norm(double norm) {
    clipNorm = norm;
    return this;
  }

  /** Trains the module's parameters in place until {@code endWhen}. */
  @Override
  public AbstractModule<Activity, Activity, Float> optimize() {
    if (validationTrigger().isDefined()
        || checkpointTrigger().isDefined()
        || trainSummary().isDefined()) {
      throw SunriseException.of(
          "this optimizer takes an optimization method, an end and a clipping norm, found"
              + " validation, checkpoints or a summary: train by Training, which has all of them");
    }
    EpochPlan plan = new EpochPlan(data.rows().size(), data.batchRows(), microBatchRows);
    StepContext context =
        StepContext.of(module.networks(), plan, EpochPlan.ofOneStep(0, microBatchRows), seed);
    RowSource none = data.rows().none();
    try (GradientEngine engine =
        new SparkEngine(place, context, data.rows(), none, module.layout().size())) {
      run(engine, plan);
    }
    return model();
  }

  private void run(GradientEngine engine, EpochPlan plan) {
    OptimMethod<Float> method = optimMethods().head()._2();
    Tensor<Float> parameters = module.parameters()._1()[0];
    Table state = state();
    long dropoutKey = CounterRandom.key(seed, "dropout");
    int step = 0;
    progress(state, method, 1, step + 1);
    while (!endWhen().apply(state)) {
      int epoch = 1 + step / plan.steps();
      if (step % plan.steps() == 0) {
        engine.openEpoch(epoch);
      }
      step++;
      SummedGradient summed =
          engine.gradient(
              (step - 1) % plan.steps(),
              FloatTensors.array(parameters),
              CounterRandom.derive(dropoutKey, step));
      float loss = mean(summed);
      method.optimize(given(loss, FloatTensors.tensor(summed.gradient())), parameters);
      state.update("Loss", loss);
      progress(state, method, 1 + step / plan.steps(), step + 1);
    }
  }

  /** Turns the summed loss's gradient into the mean's, clips it, and returns the mean. */
  private float mean(SummedGradient summed) {
    double weight = summed.result().targets() > 0 ? summed.result().weight() : 1;
    double norm = Gradients.norm(summed.gradient()) / weight;
    Gradients.multiply(summed.gradient(), Gradients.scale(norm, weight, clipNorm));
    return (float) (summed.result().loss() / weight);
  }

  /** What triggers and methods read: the epoch and the number of the next step. */
  private static void progress(Table state, OptimMethod<Float> method, int epoch, int next) {
    state.update("epoch", epoch);
    state.update("neval", next);
    method.state().update("epoch", epoch);
    method.state().update("neval", next);
    method.updateHyperParameter();
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
