package io.sunrise.nn;

/**
 * Who multiplies matrices. An implementation gives the same bits for the same numbers, whatever the
 * thread, the offsets and the alignment of the arrays, and serves any number of threads.
 */
public interface Gemm {

  /** How a matrix enters a product. */
  enum Op {
    PLAIN,
    TRANSPOSED
  }

  /** The name under which settings and manifests know it. */
  String name();

  /**
   * C = alpha op(A) op(B) + beta C, over row-major matrices as in BLAS's sgemm; C is not read where
   * beta is 0.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param aAt where A begins in {@code a}
   * @param aStride from one stored row of A to the next
   */
  void multiply(
      Op opA,
      Op opB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float beta,
      float[] c,
      int cAt,
      int cStride);

  /** The name, with a fingerprint that stands for the processor's class, too. */
  default String identity() {
    return name() + " " + fingerprint().substring(0, 12);
  }

  /**
   * A hash over the bits of a fixed set of products. Two machines whose fingerprints differ do not
   * train to the same bits.
   */
  default String fingerprint() {
    return GemmProbe.fingerprint(this);
  }
}
