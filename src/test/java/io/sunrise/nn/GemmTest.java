package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.nn.Gemm.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmTest {
  private static final int[][] SHAPES = {{1, 1, 1}, {3, 5, 2}, {5, 270, 37}, {50, 64, 50}};

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void multipliesAsTheDefinitionSays(String name) {
    Gemm gemm = GemmProvider.choose(name);
    for (int[] shape : SHAPES) {
      for (Op opA : Op.values()) {
        for (Op opB : Op.values()) {
          for (float beta : new float[] {0f, 1f, 0.5f}) {
            compare(gemm, opA, opB, shape, beta);
          }
        }
      }
    }
  }

  /** Matrices lie at odd offsets with gaps between rows; what lies around C stays. */
  private static void compare(Gemm gemm, Op opA, Op opB, int[] shape, float beta) {
    int m = shape[0];
    int n = shape[1];
    int k = shape[2];
    int aStride = (opA == Op.PLAIN ? k : m) + 3;
    int bStride = (opB == Op.PLAIN ? n : k) + 1;
    int cStride = n + 2;
    float[] a = random(7 + aStride * Math.max(m, k), 1);
    float[] b = random(5 + bStride * Math.max(n, k), 2);
    float[] before = random(3 + cStride * m, 3);
    float[] c = before.clone();
    if (beta == 0f) {
      c[3] = Float.NaN;
    }
    gemm.multiply(opA, opB, m, n, k, 0.5f, a, 7, aStride, b, 5, bStride, beta, c, 3, cStride);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          int aAt = 7 + (opA == Op.PLAIN ? i * aStride + p : p * aStride + i);
          int bAt = 5 + (opB == Op.PLAIN ? p * bStride + j : j * bStride + p);
          sum += (double) a[aAt] * b[bAt];
        }
        int at = 3 + i * cStride + j;
        double expected = 0.5 * sum + (double) beta * before[at];
        assertThat((double) c[at]).isCloseTo(expected, within(1e-5));
      }
      assertThat(c[3 + i * cStride + n]).isEqualTo(before[3 + i * cStride + n]);
    }
    assertThat(c[2]).isEqualTo(before[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void givesTheSameBitsAtAnyOffset(String name) {
    Gemm gemm = GemmProvider.choose(name);
    float[] expected = product(gemm, 0);
    for (int offset = 1; offset < 40; offset++) {
      assertThat(product(gemm, offset)).isEqualTo(expected);
    }
  }

  private static float[] product(Gemm gemm, int offset) {
    float[] a = shifted(random(33 * 70, 1), offset);
    float[] b = shifted(random(70 * 41, 2), 2 * offset);
    float[] c = new float[33 * 41 + offset];
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        33,
        41,
        70,
        1f,
        a,
        offset,
        70,
        b,
        2 * offset,
        70,
        0f,
        c,
        offset,
        41);
    return java.util.Arrays.copyOfRange(c, offset, c.length);
  }

  private static float[] shifted(float[] numbers, int offset) {
    float[] shifted = new float[numbers.length + offset];
    System.arraycopy(numbers, 0, shifted, offset, numbers.length);
    return shifted;
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void fingerprintRepeats(String name) {
    String fingerprint = GemmProvider.choose(name).fingerprint();
    assertThat(fingerprint).hasSize(64).isEqualTo(GemmProvider.choose(name).fingerprint());
  }

  @Test
  void fingerprintOfPlainJavaIsTheSameOnEveryMachine() {
    assertThat(new JavaGemm().fingerprint())
        .isEqualTo("a7bb9b91d1bfcbbc794adf483a2050f51cd0f086901ccce76bf05512931dcc73");
  }

  @Test
  void autoTakesMklWhereItLoadsAndRepeatsItsBits() {
    boolean mkl = MklGemm.loads() && GemmProbe.repeats(new MklGemm());
    assertThat(GemmProvider.choose("auto").name()).isEqualTo(mkl ? "mkl" : "java");
  }

  @Test
  void refusesAnUnknownProvider() {
    assertThatThrownBy(() -> GemmProvider.choose("cublas"))
        .isInstanceOf(SunriseException.class)
        .hasMessage("compute.gemm is \"cublas\", expected auto, mkl or java: change the setting");
  }

  private static float[] random(int count, long seed) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (CounterRandom.uniform(seed, i) - 0.5);
    }
    return numbers;
  }
}
