package io.sunrise.nn;

import com.intel.analytics.bigdl.mkl.MKL;

/**
 * BigDL's MKL, on heap arrays, one thread per call. On Intel processors its result does not depend
 * on the alignment of the arrays; on AMD processors only with {@code MKL_DEBUG_CPU_TYPE=5}.
 */
final class MklGemm implements Gemm {

  MklGemm() {
    MKL.setNumThreads(1);
  }

  /** Whether the native library is present and loads on this machine. */
  static boolean loads() {
    try {
      return MKL.isMKLLoaded();
    } catch (LinkageError e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "mkl";
  }

  /** MKL expects column-major matrices, so it computes Cᵀ = op(B)ᵀ op(A)ᵀ. */
  @Override
  public void multiply(
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
      int cStride) {
    MKL.vsgemm(
        letter(opB),
        letter(opA),
        n,
        m,
        k,
        alpha,
        b,
        bAt,
        bStride,
        a,
        aAt,
        aStride,
        beta,
        c,
        cAt,
        cStride);
  }

  private static char letter(Op op) {
    return op == Op.PLAIN ? 'n' : 't';
  }
}
