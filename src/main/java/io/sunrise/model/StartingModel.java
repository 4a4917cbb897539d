package io.sunrise.model;

import io.sunrise.SunriseException;
import io.sunrise.UserInfo;
import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.data.Locations;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.tokenizer.TextEncoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The model that {@code model.start-from} names: a folder as Hugging Face's tools write it. */
public final class StartingModel {
  private static final String SETTING = "model.start-from";
  private static final String CARD = "README.md";
  private static final Pattern LICENSE = Pattern.compile("(?m)^license:[ \"]*([^\\s\"]+)");

  private final ModelFiles files;
  private final ModelSettings settings;
  private final HuggingFaceConfig config;

  private StartingModel(ModelFiles files, ModelSettings settings) {
    this.files = files;
    this.settings = settings;
    if (!files.has(ModelFolder.CONFIG)) {
      throw SunriseException.of(
          "%s: %s is missing: not a model's folder as save_pretrained writes it, nor the folder of a"
              + " stage, such as pretrain of a workspace",
          files.folder(), ModelFolder.CONFIG);
    }
    this.config = ModelFolder.config(files);
  }

  /**
   * Reads the configuration of the folder that the settings name, if they name one.
   *
   * @throws SunriseException where it holds no model that can be computed
   */
  public static Optional<StartingModel> of(ModelSettings settings, Configuration hadoop) {
    return settings
        .startFrom()
        .map(
            folder -> {
              Path path = Locations.of(folder);
              try {
                FileSystem fileSystem = Locations.fileSystem(path, hadoop);
                return new StartingModel(
                    new ModelFiles(fileSystem, path.toString(), Map.of()), settings);
              } catch (IOException e) {
                throw new SunriseException(
                    folder + ": cannot be read: " + SunriseException.reason(e), e);
              }
            });
  }

  /** The shape to train: the folder's, or what the settings select. */
  public static ModelConfig shape(
      ModelSettings settings, int vocabularySize, int maxTokens, Configuration hadoop) {
    return of(settings, hadoop)
        .map(StartingModel::config)
        .orElseGet(() -> ModelSizes.of(settings, vocabularySize, maxTokens));
  }

  /** The folder's shape, with the settings' dropout. */
  public ModelConfig config() {
    return config.model().withDropout(settings.dropout());
  }

  /** Refuses rows of pre-training that are longer than its positions. */
  public void requireRoom(int maxTokens) {
    int found = config.model().maxPositions();
    if (maxTokens > found) {
      throw SunriseException.of(
          "preprocess.max-tokens is %d, and the model of %s in %s has %d positions: lower it",
          maxTokens, SETTING, files.folder(), found);
    }
  }

  /**
   * Refuses a model of another shape than the settings select.
   *
   * @param expected of the settings
   */
  public void requireShape(ModelConfig expected) {
    String where = files.folder() + "/" + ModelFolder.CONFIG;
    Architecture found = config.model().architecture();
    if (found != expected.architecture()) {
      throw SunriseException.of(
          "%s: model_type is %s, the configuration expects %s: set model.architecture as it was, or"
              + " train this model again",
          where, found.modelType(), expected.architecture().modelType());
    }
    config.requireShape(expected, where);
  }

  /** The most tokens that a row can have. */
  public int longestRow() {
    return encoder(config.model().maxPositions()).maxTokens();
  }

  /** The folder's tokenizer. */
  public TextEncoder encoder(int maxTokens) {
    return new TokenizerFiles(files).encoder(maxTokens);
  }

  /**
   * Refuses rows that another tokenizer encoded.
   *
   * @param encoder of the rows
   */
  public void requireTokenizer(TextEncoder encoder) {
    if (!encoder.tokenizer().hash().equals(encoder(1).tokenizer().hash())) {
      throw SunriseException.of(
          "%s: not the tokenizer of %s = %s; leave preprocess.tokenizer.file out, and run preprocess"
              + " again",
          encoder.file(), SETTING, files.folder());
    }
  }

  /**
   * Other parameters with the folder's in their place where both have them, but for the last layer
   * of a classifier, which is of other classes.
   *
   * @return the parameters, and the names of those that the folder lacks, which are of a head
   */
  public Started parameters(ParameterLayout layout, float[] random) {
    ModelFolder folder = ModelFolder.open(files).withoutLastLayer();
    return new Started(folder.over(layout, random), folder.missing(layout));
  }

  /**
   * What a run starts from.
   *
   * @param initialized the names of the parameters that are not in the folder
   */
  public record Started(float[] parameters, List<String> initialized) {}

  /** What its author called it, or the folder's name. */
  public String name() {
    return config.nameOrPath().orElseGet(() -> UserInfo.hide(files.folder()));
  }

  /** Where it came from, for the manifest: folder, hashes, name, and licence if it states one. */
  public Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("folder", UserInfo.hide(files.folder()));
    origin.put("sha256", weights().hashes());
    config.nameOrPath().ifPresent(name -> origin.put("nameOrPath", name));
    license().ifPresent(license -> origin.put("license", license));
    return origin;
  }

  /** As the head of a model card states it. */
  private Optional<String> license() {
    if (!files.has(CARD)) {
      return Optional.empty();
    }
    Matcher matcher = LICENSE.matcher(files.text(CARD));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private WeightFiles weights() {
    return new WeightFiles(files, config.model().architecture().prefix());
  }
}
