package io.sunrise.nn;

import io.sunrise.SunriseException;
import java.io.Serializable;

/**
 * The networks of an objective, computed by the GEMM backend that the driver chose.
 *
 * @param gemm the backend's name, not {@code auto}
 * @param fingerprint of the driver's matrix products
 */
public record Networks(Objective objective, String gemm, String fingerprint)
    implements Serializable {

  /** The masking rate of networks that do not learn. */
  private static final double ANY_RATE = 0.15;

  /** The backend that this process last checked, and its fingerprint. */
  private static volatile Checked checked;

  private record Checked(String gemm, String fingerprint) {}

  /**
   * Chooses the backend on this machine, the driver.
   *
   * @param gemm as in {@code compute.gemm}
   */
  public static Networks of(Objective objective, String gemm) {
    Gemm provider = GemmProvider.choose(gemm);
    return new Networks(objective, provider.name(), provider.fingerprint());
  }

  /** An encoder's, with the head of masked language modelling, which a language model has. */
  public static Networks ofEncoder(ModelConfig model, String gemm) {
    return of(new MaskedTokens(model, ANY_RATE), gemm);
  }

  /** The same backend's of another objective. */
  public Networks of(Objective other) {
    return new Networks(other, gemm, fingerprint);
  }

  /**
   * Makes a network for the calling thread.
   *
   * @throws SunriseException where this machine would not compute as the driver does
   */
  public Network create() {
    Gemm provider = GemmProvider.choose(gemm);
    refuseOtherBits(provider);
    return objective.network(provider);
  }

  /** Makes a network of the encoder alone for the calling thread; as {@link #create()}. */
  public RowEmbedder embedder(Pooling pooling) {
    Gemm provider = GemmProvider.choose(gemm);
    refuseOtherBits(provider);
    return new RowEmbedder(objective.model(), pooling, provider);
  }

  private void refuseOtherBits(Gemm provider) {
    Checked here = checked;
    if (here == null || !here.gemm().equals(gemm)) {
      here = new Checked(gemm, provider.fingerprint());
      checked = here;
    }
    if (!here.fingerprint().equals(fingerprint)) {
      throw SunriseException.of(
          "this executor's matrix products (%s, fingerprint %.12s) differ from the driver's (%.12s):"
              + " use machines of one kind, or set compute.gemm to java",
          gemm, here.fingerprint(), fingerprint);
    }
  }
}
