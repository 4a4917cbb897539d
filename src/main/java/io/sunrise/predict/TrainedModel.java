package io.sunrise.predict;

import io.sunrise.SunriseException;
import io.sunrise.model.ModelFolder;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.Workspace;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The fine-tuned model to predict with. */
public final class TrainedModel {
  static final String STAGE = "finetune";

  private TrainedModel() {}

  /**
   * Opens the model of a workspace, or of a folder as finetune leaves it. Its files are verified if
   * its manifest is there, which a copied folder need not have.
   */
  public static ModelFolder open(Workspace place) {
    Optional<Manifest> manifest = place.manifest(STAGE);
    if (manifest.isEmpty() && !isThere(place)) {
      throw SunriseException.of(
          "%s: no fine-tuned model is there; run finetune first, or set predict.model to the folder"
              + " of one",
          place.folder(STAGE));
    }
    Map<String, String> hashes = new TreeMap<>();
    manifest.ifPresent(
        known -> known.outputs().forEach((file, output) -> hashes.put(file, output.sha256())));
    return ModelFolder.open(place.fileSystem(), place.folder(STAGE).toString(), hashes);
  }

  private static boolean isThere(Workspace place) {
    try {
      Path folder = place.folder(STAGE);
      return place.fileSystem().exists(new Path(folder, ModelFolder.WEIGHTS))
          || place.fileSystem().exists(new Path(folder, ModelFolder.INDEX));
    } catch (IOException e) {
      throw new SunriseException(
          place.folder(STAGE) + ": cannot be read: " + SunriseException.reason(e), e);
    }
  }
}
