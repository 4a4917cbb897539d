package io.sunrise.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The grid of all combinations of an object of lists. */
final class Combinations {
  private Combinations() {}

  /**
   * Every combination of one value from each list, the last key's values changing fastest; one
   * empty object if there is no list. Empty lists are ignored.
   *
   * @param lists an object whose values are all lists
   */
  static List<ConfigObject> of(ConfigObject lists) {
    List<ConfigObject> combinations = List.of(ConfigFactory.empty().root());
    for (String key : new TreeSet<>(lists.keySet())) {
      ConfigList values = (ConfigList) lists.get(key);
      if (!values.isEmpty()) {
        combinations = times(combinations, key, values);
      }
    }
    return combinations;
  }

  private static List<ConfigObject> times(
      List<ConfigObject> combinations, String key, List<ConfigValue> values) {
    List<ConfigObject> longer = new ArrayList<>();
    for (ConfigObject combination : combinations) {
      values.forEach(value -> longer.add(combination.withValue(key, value)));
    }
    return longer;
  }
}
