package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.nn.Gemm;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.MaskedLanguageModel;
import io.sunrise.nn.Network;
import io.sunrise.nn.SequenceClassifier;

/**
 * The networks of a task, which multiply by the provider that the driver chose.
 *
 * @param gemm the provider's name, not {@code auto}
 * @param fingerprint of the driver's products
 */
record ModelNetworks(TrainingTask task, String gemm, String fingerprint) implements NetworkFactory {

  /** The provider that this process last checked, and its fingerprint. */
  private static volatile Checked checked;

  private record Checked(String gemm, String fingerprint) {}

  /** Chooses the provider on this machine, the driver. */
  static ModelNetworks chosenHere(TrainingTask task) {
    Gemm gemm = GemmProvider.choose(task.gemm());
    return new ModelNetworks(task, gemm.name(), gemm.fingerprint());
  }

  @Override
  public Network create() {
    Gemm provider = GemmProvider.choose(gemm);
    refuseOtherBits(provider);
    return switch (task.kind()) {
      case MASKED_LM -> new MaskedLanguageModel(task.model(), task.objective(), provider);
      case CLASSIFICATION ->
          new SequenceClassifier(task.model(), task.classes(), task.objective(), provider);
    };
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
