package io.sunrise.nn;

import io.sunrise.SunriseException;
import io.sunrise.config.Names;
import io.sunrise.config.Settings.ModelSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The named sizes of Turc et al. 2019, "Well-read students learn better", section 4. */
public final class ModelSizes {
  private record Size(int layers, int hidden, int heads) {}

  private static final Map<String, Size> SIZES = new LinkedHashMap<>();

  static {
    SIZES.put("tiny", new Size(2, 128, 2));
    SIZES.put("mini", new Size(4, 256, 4));
    SIZES.put("small", new Size(4, 512, 8));
    SIZES.put("medium", new Size(8, 512, 8));
    SIZES.put("base", new Size(12, 768, 12));
  }

  private ModelSizes() {}

  /** The shape that the settings select. */
  public static ModelConfig of(ModelSettings settings, int vocabularySize, int maxPositions) {
    Architecture architecture = Architecture.valueOf(settings.architecture().name());
    return of(settings, architecture, vocabularySize, maxPositions);
  }

  /** The shape that the settings select, in another architecture. */
  public static ModelConfig of(
      ModelSettings settings, Architecture architecture, int vocabularySize, int maxPositions) {
    String name = Names.kebab(settings.size().name());
    return named(name, architecture, vocabularySize, maxPositions, settings.dropout());
  }

  /**
   * The shape of a named size.
   *
   * @throws SunriseException if no size has the name
   */
  public static ModelConfig named(
      String name,
      Architecture architecture,
      int vocabularySize,
      int maxPositions,
      double dropout) {
    Size size = SIZES.get(name);
    if (size == null) {
      throw SunriseException.of(
          "model.size is \"%s\", expected one of %s: change the setting",
          name, String.join(", ", SIZES.keySet()));
    }
    return new ModelConfig(
        vocabularySize,
        size.hidden(),
        size.layers(),
        size.heads(),
        architecture.intermediateSize(size.hidden()),
        maxPositions,
        dropout,
        architecture);
  }
}
