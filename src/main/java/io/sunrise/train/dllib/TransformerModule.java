package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Network;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterLayout;
import java.util.Arrays;
import scala.Tuple2;

/**
 * A network as a DLlib module. Its input is a {@link BatchActivity}, its output the vector (summed
 * loss, correct targets, weight of the targets), its parameters one vector over the flat array.
 *
 * <p>A network computes its loss and gradient in one fused pass, which DLlib's interface cuts in
 * two: while training, {@code forward} makes the whole pass and {@code backward} adds the gradient,
 * times the output's. Sunrise's own optimizer makes the fused pass directly.
 */
public final class TransformerModule extends AbstractModule<Activity, Activity, Float> {
  private final Networks networks;
  private final Tensor<Float> parameters;
  private final Tensor<Float> gradient;
  private transient Network network;
  private transient float[] pass;

  /**
   * Wraps networks over one array.
   *
   * @param parameters used as they are, not copied
   */
  public TransformerModule(Networks networks, float[] parameters) {
    super(FloatTensors.ACTIVITY, FloatTensors.ACTIVITY, FloatTensors.TAG, FloatTensors.NUMERIC);
    this.networks = networks;
    this.parameters = FloatTensors.tensor(parameters);
    this.gradient = FloatTensors.tensor();
  }

  Networks networks() {
    return networks;
  }

  ParameterLayout layout() {
    return network().layout();
  }

  private Network network() {
    if (network == null) {
      network = networks.create();
    }
    return network;
  }

  @Override
  public Activity updateOutput(Activity input) {
    BatchActivity activity = (BatchActivity) input;
    BatchResult result =
        isTraining()
            ? network()
                .forwardBackward(array(), activity.batch(), activity.dropoutKey(), clearedPass())
            : network().evaluate(array(), activity.batch());
    output_$eq(
        FloatTensors.tensor(
            (float) result.loss(), (float) result.correct(), (float) result.weight()));
    return output();
  }

  private float[] array() {
    return FloatTensors.array(parameters);
  }

  private float[] clearedPass() {
    if (pass == null) {
      pass = new float[network.layout().size()];
    }
    Arrays.fill(pass, 0f);
    return pass;
  }

  /** Token ids have no gradient. */
  @Override
  public Activity updateGradInput(Activity input, Activity gradOutput) {
    gradInput_$eq(input);
    return input;
  }

  @Override
  public void accGradParameters(Activity input, Activity gradOutput) {
    float scale = FloatTensors.number(gradOutput, 0);
    float[] sum = FloatTensors.array(gradient);
    int start = FloatTensors.start(gradient);
    for (int i = 0; i < pass.length; i++) {
      sum[start + i] += scale * pass[i];
    }
  }

  @Override
  public Tuple2<Tensor<Float>[], Tensor<Float>[]> parameters() {
    return new Tuple2<>(one(parameters), one(gradient));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Tensor<Float>[] one(Tensor<Float> tensor) {
    return new Tensor[] {tensor};
  }
}
