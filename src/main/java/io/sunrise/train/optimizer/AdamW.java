package io.sunrise.train.optimizer;

import io.sunrise.config.AdamWSettings;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * ICLR 2019, algorithm 2), over a slice of the flat parameters:
 *
 * <pre>
 * m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 * p = p - rate decay p - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 * </pre>
 *
 * with the schedule folded into {@code rate} and no decay on biases and layer norms. Layer l of n
 * learns by the rate times {@code layerDecay^(n - l)}, the embeddings as layer 0, heads by the
 * whole rate. What is frozen is not touched, and its moments stay 0.
 */
public final class AdamW {
  private static final float EPSILON = 1e-8f;

  /** Numbers that one thread updates at a time. */
  private static final int BLOCK = 1 << 16;

  /**
   * A slice of one parameter.
   *
   * @param share of the learning rate
   */
  private record Block(int from, int to, boolean decayed, double share) {}

  private final int offset;
  private final AdamWSettings settings;
  private final List<Block> blocks = new ArrayList<>();
  private final int frozen;
  private final float[] firstMoment;
  private final float[] secondMoment;

  /** For all parameters. */
  public AdamW(ParameterLayout layout, AdamWSettings settings) {
    this(layout, settings, 0, layout.size());
  }

  /** For {@code length} parameters from {@code offset} on. */
  public AdamW(ParameterLayout layout, AdamWSettings settings, int offset, int length) {
    this.offset = offset;
    this.settings = settings;
    this.frozen = settings.frozenLayers() == 0 ? 0 : layout.sizeUpTo(settings.frozenLayers());
    this.firstMoment = new float[length];
    this.secondMoment = new float[length];
    int layers = layout.layers();
    for (Parameter parameter : layout.parameters()) {
      addBlocks(parameter, share(layers - parameter.depth()));
    }
  }

  private void addBlocks(Parameter parameter, double share) {
    int from = Math.max(parameter.offset(), Math.max(offset, frozen));
    int to = Math.min(parameter.offset() + parameter.size(), offset + firstMoment.length);
    for (int at = from; at < to; at += BLOCK) {
      int end = Math.min(at + BLOCK, to);
      blocks.add(new Block(at - offset, end - offset, parameter.role().isDecayed(), share));
    }
  }

  private double share(int layersAbove) {
    return StrictMath.pow(settings.layerDecay(), Math.max(0, layersAbove));
  }

  /** How many of all parameters, from the first on, are never updated. */
  public int frozen() {
    return frozen;
  }

  /** m, one number a parameter. */
  public float[] firstMoment() {
    return firstMoment;
  }

  /** v, one number a parameter. */
  public float[] secondMoment() {
    return secondMoment;
  }

  /**
   * Makes one update in place. All arrays are indexed alike, which the JIT compiler needs to make
   * vector instructions of the loop.
   *
   * @param parameters those that this updates
   * @param gradient one number a parameter
   * @param step 1, 2, 3 ...
   */
  public void update(float[] parameters, float[] gradient, long step, double learningRate) {
    double correction1 = 1 - StrictMath.pow(settings.beta1(), (double) step);
    double correction2 = 1 - StrictMath.pow(settings.beta2(), (double) step);
    float root = (float) (1 / Math.sqrt(correction2));
    blocks.parallelStream()
        .forEach(
            block -> {
              double own = learningRate * block.share();
              double decay = block.decayed() ? settings.weightDecay() : 0;
              float kept = (float) (1 - own * decay);
              update(block, parameters, gradient, kept, (float) (own / correction1), root);
            });
  }

  private void update(
      Block block, float[] parameters, float[] gradient, float kept, float rate, float root) {
    float beta1 = (float) settings.beta1();
    float beta2 = (float) settings.beta2();
    float rest1 = (float) (1 - settings.beta1());
    float rest2 = (float) (1 - settings.beta2());
    float[] first = firstMoment;
    float[] second = secondMoment;
    for (int i = block.from(); i < block.to(); i++) {
      float g = gradient[i];
      float m = beta1 * first[i] + rest1 * g;
      float v = beta2 * second[i] + rest2 * g * g;
      first[i] = m;
      second[i] = v;
      float change = rate * m / ((float) Math.sqrt(v) * root + EPSILON);
      parameters[i] = kept * parameters[i] - change;
    }
  }
}
