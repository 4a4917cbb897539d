package io.sunrise.model;

import io.sunrise.SunriseException;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.nn.Classification;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.NamedTensors;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.Safetensors;
import io.sunrise.tokenizer.TextEncoder;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;

/**
 * A model with its tokenizer as Hugging Face's tools read them, on any Hadoop file system. {@link
 * ModelWriter} writes such a folder.
 */
public final class ModelFolder {
  public static final String WEIGHTS = "model.safetensors";
  static final String CONFIG = "config.json";

  /** Where the weights' metadata name the SHA-256 of the tokenizer.json they were trained with. */
  static final String TOKENIZER_HASH = "tokenizer";

  /** Where they name the steps of cleaning. */
  static final String CLEANING = "cleaning";

  private final String folder;
  private final HuggingFaceConfig config;
  private final NamedTensors weights;
  private final TextEncoder encoder;

  private ModelFolder(
      String folder, HuggingFaceConfig config, NamedTensors weights, TextEncoder encoder) {
    this.folder = folder;
    this.config = config;
    this.weights = weights;
    this.encoder = encoder;
  }

  /**
   * Reads a folder.
   *
   * @param sha256 by file name, of files that are to be checked against it
   * @throws SunriseException for a file that is missing, damaged or of another tokenizer
   */
  public static ModelFolder open(FileSystem fileSystem, String folder, Map<String, String> sha256) {
    ModelFiles files = new ModelFiles(fileSystem, folder, sha256);
    HuggingFaceConfig config = HuggingFaceConfig.read(files.text(CONFIG), folder + "/" + CONFIG);
    TextEncoder encoder =
        new TextEncoder(
            cleaner(files),
            files.bytes(TextEncoder.FILE),
            folder + "/" + TextEncoder.FILE,
            config.model().maxPositions());
    NamedTensors weights = files.read(WEIGHTS, Safetensors::read);
    ModelFolder model = new ModelFolder(folder, config, weights, encoder);
    model.requireOwnCleaning();
    model.requireOwnTokenizer();
    return model;
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
    ModelFiles files = new ModelFiles(fileSystem, folder, Map.of());
    return new TextEncoder(
        cleaner(files), files.bytes(TextEncoder.FILE), folder + "/" + TextEncoder.FILE, maxTokens);
  }

  /** How the text was cleaned that the tokenizer of a folder learned from. */
  public static TextCleaner cleaner(FileSystem fileSystem, String folder) {
    return cleaner(new ModelFiles(fileSystem, folder, Map.of()));
  }

  private static TextCleaner cleaner(ModelFiles files) {
    return files.has(TextCleaner.FILE)
        ? files.read(
            TextCleaner.FILE, (in, length, where) -> TextCleaner.read(in.readAllBytes(), where))
        : TextCleaner.STANDARD;
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
                  "%s/%s: it lacks %s; run pretrain again with --force", folder, WEIGHTS, name);
            });
    return learned;
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
    if (encoder.tokenizer().vocabularySize() != config.model().vocabularySize()) {
      throw SunriseException.of(
          "%s: it has %d tokens, %s says %d; put the model's own tokenizer back or train again",
          encoder.file(),
          encoder.tokenizer().vocabularySize(),
          CONFIG,
          config.model().vocabularySize());
    }
  }
}
