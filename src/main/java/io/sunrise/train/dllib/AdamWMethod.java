package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.optim.OptimMethod;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import com.intel.analytics.bigdl.dllib.utils.Table;
import io.sunrise.config.AdamWSettings;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.optimizer.AdamW;
import io.sunrise.train.optimizer.Schedule;
import org.apache.spark.TaskContext;
import scala.Function1;
import scala.Tuple2;

/**
 * {@link AdamW} with its schedule as a DLlib method. The step is DLlib's {@code neval}. In a task
 * of DistriOptimizer it updates that task's slice of the parameters.
 */
public final class AdamWMethod implements OptimMethod<Float> {
  private static final String STEP = "neval";

  private final ParameterLayout layout;
  private final AdamWSettings settings;
  private final Schedule schedule;
  private final int slices;
  private Table state;
  private transient AdamW adamW;

  /**
   * A method without history.
   *
   * @param slices into how many the parameters are cut where they are not updated as one
   */
  public AdamWMethod(
      ParameterLayout layout, AdamWSettings settings, Schedule schedule, int slices) {
    this.layout = layout;
    this.settings = settings;
    this.schedule = schedule;
    this.slices = slices;
    this.state = new Table(new Object[0]);
    state.update("epoch", 1);
    state.update(STEP, 1);
  }

  @Override
  public Tuple2<Tensor<Float>, Object> optimize(
      Function1<Tensor<Float>, Tuple2<Float, Tensor<Float>>> evaluate, Tensor<Float> parameters) {
    Tuple2<Float, Tensor<Float>> evaluated = evaluate.apply(parameters);
    Tensor<Float> gradient = evaluated._2();
    if (adamW == null) {
      adamW = new AdamW(layout, settings, offset(parameters.nElement()), parameters.nElement());
    }
    float[] numbers = FloatTensors.whole(parameters);
    adamW.update(numbers, FloatTensors.whole(gradient), step(), getLearningRate());
    FloatTensors.copyInto(parameters, numbers);
    return new Tuple2<>(parameters, new float[] {evaluated._1()});
  }

  /** Where DLlib's AllReduceParameter begins the slice of this task's partition. */
  private int offset(int length) {
    if (length == layout.size()) {
      return 0;
    }
    int partition = TaskContext.getPartitionId();
    int even = layout.size() / slices;
    return partition * even + Math.min(partition, layout.size() % slices);
  }

  private int step() {
    return state.<Integer>apply(STEP);
  }

  @Override
  public double getLearningRate() {
    return schedule.learningRate(Math.min(step(), schedule.steps()));
  }

  @Override
  public void clearHistory() {
    adamW = null;
  }

  @Override
  public OptimMethod<Float> clone() {
    return OptimMethod.super.clone();
  }

  @Override
  public Table state() {
    return state;
  }

  @Override
  public void state_$eq(Table value) {
    state = value;
  }

  @Override
  public OptimMethod<Float> loadFromTable(Table config) {
    return this;
  }
}
