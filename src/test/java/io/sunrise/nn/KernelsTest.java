package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Each kernel beside its formula in double precision, and its gradient beside the formula's slope.
 */
class KernelsTest {
  private static final int WIDTH = 11;

  @Test
  void exponentialStaysWithinItsError() {
    for (float x = -16f; x <= 0f; x += 0.001f) {
      double expected = StrictMath.exp(x);
      assertThat((double) Floats.expOfNegative(x)).isCloseTo(expected, within(4e-6 * expected));
    }
    for (float x = -200f; x < -16f; x += 0.01f) {
      assertThat((double) Floats.expOfNegative(x)).isCloseTo(StrictMath.exp(x), within(1e-12));
    }
    assertThat(Floats.expOfNegative(0f)).isEqualTo(1f);
  }

  @Test
  void errorFunctionStaysWithinItsError() {
    for (double x = -6; x <= 6; x += 0.001) {
      assertThat((double) Floats.erf((float) x)).isCloseTo(erf((float) x), within(5e-7));
    }
  }

  /** Simpson's rule over 2/√π e^(-t²). */
  private static double erf(double x) {
    int steps = 400;
    double h = x / steps;
    double sum = 1 + StrictMath.exp(-x * x);
    for (int i = 1; i < steps; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * StrictMath.exp(-(i * h) * (i * h));
    }
    return 2 / StrictMath.sqrt(StrictMath.PI) * sum * h / 3;
  }

  @Test
  void geluAndItsGradient() {
    float[] x = random(WIDTH, 1, 4);
    float[] y = new float[WIDTH];
    Gelu.forward(x, WIDTH, y);
    assertClose(y, gelu(doubles(x)));
    float[] gradient = random(WIDTH, 2, 2);
    double[] expected = slope(KernelsTest::gelu, x, gradient);
    Gelu.backward(x, WIDTH, gradient, new float[WIDTH]);
    assertClose(gradient, expected);
  }

  private static double[] gelu(double[] x) {
    double[] y = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      y[j] = x[j] * 0.5 * (1 + erf(x[j] / Math.sqrt(2)));
    }
    return y;
  }

  @Test
  void softmaxAndItsGradient() {
    float[] x = random(WIDTH, 3, 6);
    float[] p = x.clone();
    Softmax.forward(p, 0, 1, WIDTH);
    assertClose(p, softmax(doubles(x)));
    float[] gradient = random(WIDTH, 4, 2);
    double[] expected = slope(KernelsTest::softmax, x, gradient);
    Softmax.backward(p, gradient, 0, 1, WIDTH);
    assertClose(gradient, expected);
  }

  private static double[] softmax(double[] x) {
    double[] p = new double[x.length];
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      p[j] = Math.exp(x[j]);
      sum += p[j];
    }
    for (int j = 0; j < x.length; j++) {
      p[j] /= sum;
    }
    return p;
  }

  @Test
  void layerNormAndItsGradients() {
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    LayerNorm norm = new LayerNorm(builder, "LayerNorm", WIDTH);
    float[] parameters = random(builder.build().size(), 5, 2);
    float[] x = random(WIDTH, 6, 3);
    System.arraycopy(x, 0, norm.input(1), 0, WIDTH);
    float[] y = new float[WIDTH];
    norm.forward(parameters, 1, y);
    assertClose(y, layerNorm(doubles(x), parameters));

    float[] gradient = random(WIDTH, 7, 2);
    float[] dy = gradient.clone();
    float[] gradients = new float[parameters.length];
    double[] expected = slope(v -> layerNorm(v, parameters), x, gradient);
    norm.backward(parameters, gradient, 1, gradients);
    assertClose(gradient, expected);
    for (int j = 0; j < WIDTH; j++) {
      float normalized = (y[j] - parameters[WIDTH + j]) / parameters[j];
      assertThat(gradients[j]).isCloseTo(dy[j] * normalized, within(1e-4f));
      assertThat(gradients[WIDTH + j]).isEqualTo(dy[j]);
    }
  }

  private static double[] layerNorm(double[] x, float[] parameters) {
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double variance = 0;
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      double normalized = (x[j] - mean) / Math.sqrt(variance + Architecture.BERT.normEpsilon());
      y[j] = normalized * parameters[j] + parameters[x.length + j];
    }
    return y;
  }

  @Test
  void crossEntropyAndItsGradient() {
    float[] logits = random(WIDTH, 8, 5);
    double[] p = softmax(doubles(logits));
    int best = 0;
    for (int j = 0; j < WIDTH; j++) {
      best = logits[j] > logits[best] ? j : best;
    }
    CrossEntropy entropy = new CrossEntropy(LossOptions.PLAIN);
    entropy.begin();
    float[] gradient = logits.clone();
    entropy.score(gradient, 0, WIDTH, best);
    entropy.score(logits.clone(), 0, WIDTH, best == 2 ? 3 : 2);

    assertThat(entropy.result(0).loss())
        .isCloseTo(-Math.log(p[best]) - Math.log(p[best == 2 ? 3 : 2]), within(1e-5));
    assertThat(entropy.result(0).correct()).isEqualTo(1);
    assertThat(entropy.result(0).targets()).isEqualTo(2);
    p[best] -= 1;
    assertClose(gradient, p);
  }

  @Test
  void crossEntropyOfNumbersThatAreNoneIsNone() {
    CrossEntropy entropy = new CrossEntropy(LossOptions.PLAIN);
    entropy.begin();
    entropy.score(new float[] {1f, Float.NaN, 2f}, 0, 3, 0);
    assertThat(entropy.result(0).loss()).isNaN();
  }

  /** Σ dy ∂y/∂x by central differences in double precision. */
  private static double[] slope(UnaryOperator<double[]> function, float[] x, float[] dy) {
    double step = 1e-5;
    double[] slope = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double[] above = doubles(x);
      double[] below = doubles(x);
      above[i] += step;
      below[i] -= step;
      double[] up = function.apply(above);
      double[] down = function.apply(below);
      for (int j = 0; j < x.length; j++) {
        slope[i] += dy[j] * (up[j] - down[j]) / (2 * step);
      }
    }
    return slope;
  }

  private static void assertClose(float[] found, double[] expected) {
    assertThat(doubles(found)).containsExactly(expected, within(5e-6));
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }

  private static float[] random(int count, long seed, double spread) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) ((CounterRandom.uniform(seed, i) - 0.5) * spread);
    }
    return numbers;
  }
}
