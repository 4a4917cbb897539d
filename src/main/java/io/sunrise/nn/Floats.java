package io.sunrise.nn;

/**
 * Branch-free elementary functions that use only additions, multiplications and one division, so
 * that the JIT compiler vectorizes loops over them and they give the same bits interpreted,
 * compiled and on any machine.
 */
final class Floats {
  private static final float ERF_IS_ONE = 3.832507f;
  private static final float ONE_OVER_ROOT_TWO = 0.70710677f;
  private static final float ONE_OVER_ROOT_TWO_PI = 0.3989423f;

  private Floats() {}

  /**
   * e^x for x ≤ 0, within 4e-6 of the value for x ≥ -16 and within 1e-12 below; x &lt; -64 is
   * treated as -64. Computed as (e^(x/32))^32, the inner exponential by its Taylor series up to the
   * eighth power.
   */
  static float expOfNegative(float x) {
    float r = Math.max(x, -64f) * (1f / 32f);
    float p = 1f / 40320f;
    p = p * r + 1f / 5040f;
    p = p * r + 1f / 720f;
    p = p * r + 1f / 120f;
    p = p * r + 1f / 24f;
    p = p * r + 1f / 6f;
    p = p * r + 0.5f;
    p = p * r + 1f;
    p = p * r + 1f;
    p = p * p;
    p = p * p;
    p = p * p;
    p = p * p;
    return p * p;
  }

  /**
   * The error function within 5e-7: an odd rational function of degree 9 over 12, constant where
   * erf rounds to 1 (the coefficients of XLA's and Eigen's single-precision erf).
   */
  static float erf(float x) {
    float v = Math.max(-ERF_IS_ONE, Math.min(ERF_IS_ONE, x));
    float s = v * v;
    float a = 2.2905065e-4f;
    a = a * s + 3.408291e-3f;
    a = a * s + 0.050955694f;
    a = a * s + 0.18520832f;
    a = a * s + 1.1283791f;
    float b = -1.1791603e-7f;
    b = b * s + 2.3547966e-5f;
    b = b * s + 1.0179626e-3f;
    b = b * s + 0.01407047f;
    b = b * s + 0.11098505f;
    b = b * s + 0.49746925f;
    b = b * s + 1f;
    return v * a / b;
  }

  /** Φ(x), the distribution function of the standard normal. */
  static float normalDistribution(float x) {
    return 0.5f + 0.5f * erf(x * ONE_OVER_ROOT_TWO);
  }

  /** φ(x), the density of the standard normal. */
  static float normalDensity(float x) {
    return ONE_OVER_ROOT_TWO_PI * expOfNegative(-0.5f * x * x);
  }
}
