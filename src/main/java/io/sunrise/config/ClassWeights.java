package io.sunrise.config;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The weight of each class in the loss.
 *
 * @param byLabel above 0, for {@link Kind#GIVEN}; a label that is not named has weight 1
 */
public record ClassWeights(Kind kind, Map<String, Double> byLabel) implements Serializable {
  static final String EXPECTED =
      "none, balanced, or a number from 0.000001 to 1000000 for each label, such as { good = 1, bad"
          + " = 3 }";

  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 1e6;

  public enum Kind {
    /** All classes have weight 1. */
    NONE,
    /** A class's weight is the inverse of its share of the training rows. */
    BALANCED,
    GIVEN
  }

  /** Parses a configuration value, if it is one of the three kinds. */
  static Optional<ClassWeights> of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return given(map);
    }
    return switch (String.valueOf(value)) {
      case "none" -> Optional.of(new ClassWeights(Kind.NONE, Map.of()));
      case "balanced" -> Optional.of(new ClassWeights(Kind.BALANCED, Map.of()));
      default -> Optional.empty();
    };
  }

  private static Optional<ClassWeights> given(Map<?, ?> map) {
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      double weight = entry.getValue() instanceof Number number ? number.doubleValue() : 0;
      if (!(weight >= SMALLEST && weight <= LARGEST)) {
        return Optional.empty();
      }
      byLabel.put((String) entry.getKey(), weight);
    }
    return Optional.of(new ClassWeights(Kind.GIVEN, Map.copyOf(byLabel)));
  }
}
