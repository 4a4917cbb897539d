package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.nn.abstractnn.AbstractCriterion;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;

/**
 * The mean cross entropy over a batch's targets, from the sums that {@link TransformerModule}
 * gives; the targets themselves are in its input.
 */
public final class TargetCriterion extends AbstractCriterion<Activity, Activity, Float> {
  public TargetCriterion() {
    super(FloatTensors.ACTIVITY, FloatTensors.ACTIVITY, FloatTensors.TAG, FloatTensors.NUMERIC);
  }

  @Override
  public Float updateOutput(Activity sums, Activity target) {
    output_$eq(FloatTensors.number(sums, 0) / weight(sums));
    return output();
  }

  @Override
  public Activity updateGradInput(Activity sums, Activity target) {
    gradInput_$eq(FloatTensors.tensor(1 / weight(sums), 0, 0));
    return gradInput();
  }

  private static float weight(Activity sums) {
    float weight = FloatTensors.number(sums, 2);
    return weight > 0 ? weight : 1;
  }
}
