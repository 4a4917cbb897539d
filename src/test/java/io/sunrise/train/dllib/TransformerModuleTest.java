package io.sunrise.train.dllib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import io.sunrise.data.PackedBatch;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Network;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import org.junit.jupiter.api.Test;

class TransformerModuleTest {
  private static final ModelConfig MODEL = new ModelConfig(12, 8, 1, 2, 16, 8, 0.1);
  private static final Networks NETWORKS = Networks.of(new MaskedTokens(MODEL, 0.15), "java");

  private final Network network = NETWORKS.create();
  private final float[] parameters = ParameterInitializer.initialize(network.layout(), 3);
  private final PackedBatch batch =
      new PackedBatch(
          2,
          new int[] {0, 4, 7},
          new int[] {2, 6, 4, 3, 2, 4, 3},
          new long[] {0, 1},
          new int[] {2, 5},
          new int[] {8, 9});
  private final Activity input = new BatchActivity(batch, 7);
  private final TargetCriterion criterion = new TargetCriterion();

  @Test
  void givesTheMeanLossAndItsGradientThroughDllibsInterface() {
    TransformerModule module = new TransformerModule(NETWORKS, parameters);
    module.zeroGradParameters();
    float loss = passThrough(module);
    float[] expected = new float[parameters.length];
    BatchResult sums = network.forwardBackward(parameters, batch, 7, expected);
    assertThat(loss).isCloseTo((float) sums.meanLoss(), within(1e-6f));
    float[] gradient = FloatTensors.array(module.parameters()._2()[0]);
    for (int i = 0; i < expected.length; i++) {
      assertThat(gradient[i]).isEqualTo(expected[i] / 2);
    }
  }

  @Test
  void addsUpGradientsUntilTheyAreZeroed() {
    TransformerModule module = new TransformerModule(NETWORKS, parameters);
    module.zeroGradParameters();
    passThrough(module);
    Tensor<Float> gradient = module.parameters()._2()[0];
    float[] once = FloatTensors.array(gradient).clone();
    passThrough(module);
    assertThat(FloatTensors.array(gradient)[0]).isEqualTo(2 * once[0]);
    module.zeroGradParameters();
    assertThat(FloatTensors.array(gradient)).containsOnly(0f);
  }

  @Test
  void survivesDllibsCloning() {
    TransformerModule module = new TransformerModule(NETWORKS, parameters);
    TransformerModule copy = (TransformerModule) module.cloneModule();
    module.evaluate();
    copy.evaluate();
    assertThat(FloatTensors.number(copy.forward(input), 0))
        .isEqualTo(FloatTensors.number(module.forward(input), 0));
  }

  private float passThrough(TransformerModule module) {
    Activity sums = module.forward(input);
    float loss = criterion.forward(sums, input);
    module.backward(input, criterion.backward(sums, input));
    return loss;
  }
}
