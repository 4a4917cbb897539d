package io.sunrise.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every setting of a run; {@code reference.conf} says what each means and its default. */
public record Settings(
    String workspace,
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

  /** {@code conf}: passed to Spark as it is. */
  public record SparkSettings(Map<String, String> conf) {}

  /** The shape of the model. */
  public record ModelSettings(ModelSize size, @Range(min = 0, max = 0.99) double dropout) {}

  /**
   * Who multiplies matrices. Not the setting decides but what it comes to on this machine, which
   * the stages that compute with it name beside their settings.
   */
  public record ComputeSettings(@NotDecisive GemmProvider gemm) {}

  /** The page. */
  public record ReportSettings(String title, String exampleText) {}

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
   * Reads a file and what the command line sets over it.
   *
   * @param file HOCON
   * @param overrides {@code KEY=VALUE} each, without the leading {@code sunrise.}
   * @throws io.sunrise.SunriseException in one line, for anything that is not a valid setting
   */
  public static Settings load(Path file, List<String> overrides) {
    return SettingsReader.read(file, overrides);
  }
}
