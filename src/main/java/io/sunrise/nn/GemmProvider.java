package io.sunrise.nn;

import io.sunrise.SunriseException;
import io.sunrise.config.Names;
import io.sunrise.config.Settings.ComputeSettings;

/** Selects a GEMM backend by name. */
public final class GemmProvider {
  private GemmProvider() {}

  /** Probed once: neither result changes within a process. */
  private static final class Mkl {
    static final boolean LOADS = MklGemm.loads();
    static final boolean REPEATS = LOADS && GemmProbe.repeats(new MklGemm());
  }

  /** The backend that the settings select. */
  public static Gemm choose(ComputeSettings settings) {
    return choose(Names.kebab(settings.gemm().name()));
  }

  /**
   * The backend of a name: {@code mkl}, {@code java}, or {@code auto}, which is MKL if its library
   * loads and its results are reproducible on this processor, and plain Java otherwise.
   *
   * @throws SunriseException if the name is none of these, or is {@code mkl} and MKL does not load
   *     or is not reproducible
   */
  public static Gemm choose(String name) {
    return switch (name) {
      case "java" -> new JavaGemm();
      case "auto" -> Mkl.REPEATS ? new MklGemm() : new JavaGemm();
      case "mkl" -> mkl();
      default ->
          throw SunriseException.of(
              "compute.gemm is \"%s\", expected auto, mkl or java: change the setting", name);
    };
  }

  private static Gemm mkl() {
    if (!Mkl.LOADS) {
      throw SunriseException.of(
          "compute.gemm is mkl, but BigDL's MKL does not load on %s %s, it needs Linux on x86-64:"
              + " set compute.gemm to java or auto",
          System.getProperty("os.name"), System.getProperty("os.arch"));
    }
    if (!Mkl.REPEATS) {
      throw SunriseException.of(
          "compute.gemm is mkl, but on this processor MKL's products depend on the alignment"
              + " of a matrix in memory: set MKL_DEBUG_CPU_TYPE=5 in the environment of driver and executors, as"
              + " jobs/submit.sh does on AMD, or set compute.gemm to java");
    }
    return new MklGemm();
  }
}
