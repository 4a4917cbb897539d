package io.sunrise.nn;

import io.sunrise.SunriseException;
import io.sunrise.config.Names;
import io.sunrise.config.Settings.ComputeSettings;

/** The providers of matrix products, by name. */
public final class Gemms {
  private Gemms() {}

  /** Asked once: neither changes while a process lives. */
  private static final class Mkl {
    static final boolean LOADS = MklGemm.loads();
    static final boolean REPEATS = LOADS && GemmProbe.repeats(new MklGemm());
  }

  /** The provider that settings ask for. */
  public static Gemm choose(ComputeSettings settings) {
    return choose(Names.kebab(settings.gemm().name()));
  }

  /**
   * The provider of a name: {@code mkl}, {@code java}, or {@code auto}, which is MKL where its
   * library loads and gives the same bits again, and plain Java elsewhere.
   *
   * @throws SunriseException where the name is none of these, or asks for an MKL that is not there
   *     or does not repeat its bits
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
          "compute.gemm is mkl, but on this processor MKL's products depend on where a matrix lies in"
              + " memory: set MKL_DEBUG_CPU_TYPE=5 in the environment of driver and executors, as"
              + " jobs/submit.sh does on AMD, or set compute.gemm to java");
    }
    return new MklGemm();
  }
}
