package io.sunrise.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of a run; {@code reference.conf} documents each with its default.
 *
 * @param task of several on one pre-trained model; empty if the workspace is for one task
 */
public record Settings(
    @FilePath String workspace,
    @FolderName Optional<String> task,
    long seed,
    SparkSettings spark,
    CollectSettings collect,
    PreprocessSettings preprocess,
    ModelSettings model,
    ComputeSettings compute,
    PretrainSettings pretrain,
    LabelSettings label,
    FinetuneSettings finetune,
    CrossValidateSettings crossValidate,
    PredictSettings predict,
    ReportSettings report) {

  /** {@code conf} is passed to Spark unchanged. */
  public record SparkSettings(Map<String, String> conf) {}

  /**
   * The model.
   *
   * @param startFrom a folder of transformers with the model to start from, whose architecture and
   *     size are used then; empty to start from random weights
   */
  public record ModelSettings(
      EncoderArchitecture architecture,
      ModelSize size,
      @Range(min = 0, max = 0.99) double dropout,
      @FilePath Optional<String> startFrom) {

    /** The same, starting from the model in a folder. */
    public ModelSettings startingFrom(String folder) {
      return new ModelSettings(architecture, size, dropout, Optional.of(folder));
    }
  }

  /**
   * The GEMM backend. Not decisive by itself: the stages that compute with it add the backend that
   * was selected on this machine to their decisive settings.
   */
  public record ComputeSettings(@NotDecisive GemmProvider gemm) {}

  /** The report. */
  public record ReportSettings(String title, String exampleText) {}

  public enum EncoderArchitecture {
    MODERNBERT,
    BERT
  }

  public enum ModelSize {
    TINY,
    MINI,
    SMALL,
    MEDIUM,
    BASE
  }

  public enum GemmProvider {
    AUTO,
    MKL,
    JAVA
  }

  /**
   * Whether the model is used as it was downloaded, so that no text is needed to learn a tokenizer
   * and a model from.
   */
  public boolean skipsPretraining() {
    return model.startFrom().isPresent() && pretrain.isSkipped();
  }

  /** The stage that leaves the tokenizer. */
  public String tokenizerStage() {
    return skipsPretraining() ? "pretrain" : "preprocess";
  }

  /**
   * Reads a file and the overrides of the command line.
   *
   * @param file a HOCON file
   * @param overrides {@code KEY=VALUE} each, without the leading {@code sunrise.}
   * @throws io.sunrise.SunriseException with one line, if a setting is invalid
   */
  public static Settings load(Path file, List<String> overrides) {
    return SettingsReader.read(file, overrides);
  }

  /** The defaults, with overrides as those of {@link #load}. */
  public static Settings of(List<String> overrides) {
    return SettingsReader.parse("sunrise {}", overrides);
  }
}
