package io.sunrise.model;

import io.sunrise.SunriseException;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.nn.Classification;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.NamedTensors;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.ParameterLayout.Parameter;
import io.sunrise.nn.Pooling;
import io.sunrise.tokenizer.TextEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;

/**
 * A model with its tokenizer as Hugging Face's tools read them, on any Hadoop file system. {@link
 * ModelWriter} writes such a folder.
 */
public final class ModelFolder {
  public static final String WEIGHTS = "model.safetensors";

  /** Names the files of weights where there are several. */
  public static final String INDEX = "model.safetensors.index.json";

  static final String CONFIG = "config.json";

  /** Where the weights' metadata name the SHA-256 of the tokenizer.json they were trained with. */
  static final String TOKENIZER_HASH = "tokenizer";

  /** Where they name the steps of cleaning. */
  static final String CLEANING = "cleaning";

  private final String folder;
  private final HuggingFaceConfig config;
  private final NamedTensors weights;
  private final TextEncoder encoder;
  private final Optional<Pooling> pooling;

  private ModelFolder(
      String folder,
      HuggingFaceConfig config,
      NamedTensors weights,
      TextEncoder encoder,
      Optional<Pooling> pooling) {
    this.folder = folder;
    this.config = config;
    this.weights = weights;
    this.encoder = encoder;
    this.pooling = pooling;
  }

  /**
   * Reads a folder.
   *
   * @param sha256 by file name, of files that are to be checked against it
   * @throws SunriseException for a file that is missing, damaged or of another tokenizer
   */
  public static ModelFolder open(FileSystem fileSystem, String folder, Map<String, String> sha256) {
    return open(new ModelFiles(fileSystem, folder, sha256));
  }

  static ModelFolder open(ModelFiles files) {
    HuggingFaceConfig config = config(files);
    TextEncoder encoder = new TokenizerFiles(files).encoder(config.model().maxPositions());
    NamedTensors weights = new WeightFiles(files, config.model().architecture().prefix()).read();
    ModelFolder model =
        new ModelFolder(files.folder(), config, weights, encoder, PoolingFile.read(files));
    model.requireOwnCleaning();
    model.requireOwnTokenizer();
    return model;
  }

  static HuggingFaceConfig config(ModelFiles files) {
    return HuggingFaceConfig.read(files.text(CONFIG), files.path(CONFIG));
  }

  public ModelConfig config() {
    return config.model();
  }

  /** The label words by class; none for a masked-language model. */
  public List<String> labels() {
    return config.labels();
  }

  /** Reads the tokenizer.json of a folder, which need hold no model. */
  public static TextEncoder encoder(FileSystem fileSystem, String folder, int maxTokens) {
    return new TokenizerFiles(new ModelFiles(fileSystem, folder, Map.of())).encoder(maxTokens);
  }

  /** How the text was cleaned that the tokenizer of a folder learned from. */
  public static TextCleaner cleaner(FileSystem fileSystem, String folder) {
    return new TokenizerFiles(new ModelFiles(fileSystem, folder, Map.of())).cleaner();
  }

  /** How a folder of sentence-transformers makes a vector of a text; empty in other folders. */
  public Optional<Pooling> pooling() {
    return pooling;
  }

  /** The model's tokenizer, cutting to the model's longest row. */
  public TextEncoder encoder() {
    return encoder;
  }

  /**
   * Refuses a model of another shape than the configuration's; dropout may differ.
   *
   * @throws SunriseException with what was found and what was expected
   */
  public void requireShape(ModelConfig expected) {
    config.requireShape(expected, folder + "/" + CONFIG);
  }

  /** What the classifier in this folder learned. */
  public Classification classification() {
    if (config.labels().size() < 2) {
      throw SunriseException.of(
          "%s/%s: id2label names %d labels, expected at least 2: it holds no classifier; run"
              + " finetune first",
          folder, CONFIG, config.labels().size());
    }
    return new Classification(config.model(), config.labels().size());
  }

  /** The parameters in this folder, in the layout of a network of their objective. */
  public float[] parameters(ParameterLayout layout) {
    return weights.parameters(layout);
  }

  /**
   * Other parameters with this model's in place of those that both have by name: the encoder of a
   * pre-trained model under a new head.
   */
  public float[] over(ParameterLayout layout, float[] parameters) {
    float[] learned = parameters.clone();
    List<String> missing = weights.copyInto(layout, learned);
    missing.stream()
        .filter(name -> layout.named(name).depth() < ParameterLayout.HEAD)
        .findFirst()
        .ifPresent(
            name -> {
              throw SunriseException.of(
                  "%s: it lacks %s: name the folder of a whole model, or run the stage that writes it"
                      + " again with --force",
                  weights.where(), name);
            });
    return learned;
  }

  /** The same without the last layer of a classifier. */
  ModelFolder withoutLastLayer() {
    String name = config.model().architecture().lastLayer() + ".";
    return new ModelFolder(folder, config, weights.without(name), encoder, pooling);
  }

  /** The names of a layout's parameters that the folder lacks. */
  List<String> missing(ParameterLayout layout) {
    return layout.parameters().stream()
        .map(Parameter::name)
        .filter(name -> !weights.tensors().containsKey(name))
        .toList();
  }

  private void requireOwnCleaning() {
    String trainedWith = weights.metadata().get(CLEANING);
    String found = encoder.cleaner().toString();
    if (trainedWith != null && !trainedWith.equals(found)) {
      throw SunriseException.of(
          "%s/%s: its steps are %s, %s was trained with %s; put that file back or train again",
          folder, TextCleaner.FILE, found, WEIGHTS, trainedWith);
    }
  }

  private void requireOwnTokenizer() {
    String trainedWith = weights.metadata().get(TOKENIZER_HASH);
    String found = encoder.tokenizer().hash();
    if (trainedWith != null && !trainedWith.equals(found)) {
      throw SunriseException.of(
          "%s: its SHA-256 is %s, %s was trained with %s; put that tokenizer back or train again",
          encoder.file(), found, WEIGHTS, trainedWith);
    }
    int tokens = encoder.tokenizer().vocabularySize();
    // Others round their vocabulary up.
    boolean fits = tokens < config.model().vocabularySize() && trainedWith == null;
    if (!fits && tokens != config.model().vocabularySize()) {
      throw SunriseException.of(
          "%s: it has %d tokens, %s says %d; put the model's own tokenizer back or train again",
          encoder.file(), tokens, CONFIG, config.model().vocabularySize());
    }
  }
}
