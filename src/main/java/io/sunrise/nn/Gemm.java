package io.sunrise.nn;

/**
 * A GEMM backend. An implementation gives the same bits for the same numbers, independent of the
 * thread and of the offsets and alignment of the arrays, and is thread-safe.
 */
public interface Gemm {

  /** Whether a matrix is transposed in a product. */
  enum Op {
    PLAIN,
    TRANSPOSED
  }

  /** The name in settings and manifests. */
  String name();

  /**
   * C = alpha op(A) op(B) + beta C, over row-major matrices, as BLAS's sgemm; C is not read if beta
   * is 0.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param aAt offset of A in {@code a}
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

  /** The name and a fingerprint, which also identifies the class of the processor. */
  default String identity() {
    return name() + " " + fingerprint().substring(0, 12);
  }

  /**
   * A hash over the bits of a fixed set of products. Two machines with different fingerprints do
   * not train to the same bits.
   */
  default String fingerprint() {
    return GemmProbe.fingerprint(this);
  }
}
