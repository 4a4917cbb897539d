package io.sunrise.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sunrise.SunriseException;
import io.sunrise.config.CrossValidateSettings.Variation;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads a HOCON object into a record: a component {@code maxTokens} is the key {@code max-tokens}.
 */
final class RecordReader {
  private final String path;
  private final ConfigObject object;

  private RecordReader(String path, ConfigObject object) {
    this.path = path;
    this.object = object;
  }

  static <R extends Record> R read(Config config, Class<R> type) {
    RecordReader reader = new RecordReader("", config.root());
    reader.refuseUnknownKeys(type);
    return reader.record(type);
  }

  private <R extends Record> R record(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = Arrays.stream(components).map(this::component).toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }

  private Object component(RecordComponent component) {
    if (component.isAnnotationPresent(Inline.class)) {
      return record(component.getType().asSubclass(Record.class));
    }
    String key = Names.kebab(component.getName());
    ConfigValue value = object.get(key);
    boolean absent = value == null || value.valueType() == ConfigValueType.NULL;
    if (component.getType() == Optional.class) {
      return absent
          ? Optional.empty()
          : Optional.of(value(key, value, argument(component.getGenericType()), component));
    }
    if (absent) {
      throw SunriseException.of("%s: missing; set it in %s", name(key), place(object));
    }
    return value(key, value, component.getGenericType(), component);
  }

  private Object value(String key, ConfigValue value, Type type, RecordComponent component) {
    if (component.isAnnotationPresent(Combined.class)) {
      return variations(key, value, component.getAnnotation(Combined.class).value());
    }
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getRawType() == Map.class
          ? texts(key, value)
          : list(key, value, parameterized, component);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == ClassWeights.class) {
      return ClassWeights.of(value.unwrapped())
          .orElseThrow(() -> mistyped(name(key), value, ClassWeights.EXPECTED));
    }
    if (plain.isRecord()) {
      return nested(name(key), value, plain.asSubclass(Record.class));
    }
    if (plain.isEnum()) {
      return constant(key, value, plain);
    }
    return scalar(key, value, plain, component);
  }

  private static <R extends Record> R nested(String name, ConfigValue value, Class<R> type) {
    if (!(value instanceof ConfigObject child)) {
      throw mistyped(name, value, "an object { ... }");
    }
    RecordReader reader = new RecordReader(name, child);
    reader.refuseUnknownKeys(type);
    return reader.record(type);
  }

  private List<Object> list(
      String key, ConfigValue value, ParameterizedType type, RecordComponent component) {
    if (value.valueType() != ConfigValueType.LIST) {
      throw mistyped(name(key), value, "a list [ ... ]");
    }
    Iterable<ConfigValue> values = (com.typesafe.config.ConfigList) value;
    Class<?> plain = (Class<?>) argument(type);
    List<Object> elements = new ArrayList<>();
    if (plain.isEnum()) {
      values.forEach(each -> elements.add(constant(key, each, plain)));
      return List.copyOf(elements);
    }
    if (!plain.isRecord()) {
      Class<?> scalar = MethodType.methodType(plain).unwrap().returnType();
      values.forEach(each -> elements.add(scalar(key, each, scalar, component)));
      return List.copyOf(elements);
    }
    Class<? extends Record> element = plain.asSubclass(Record.class);
    ConfigObject defaults =
        (ConfigObject) object.get(component.getAnnotation(Defaults.class).value());
    for (ConfigValue each : values) {
      ConfigValue complete = each instanceof ConfigObject own ? own.withFallback(defaults) : each;
      elements.add(nested(name(key) + "[" + elements.size() + "]", complete, element));
    }
    return List.copyOf(elements);
  }

  private List<Variation> variations(String key, ConfigValue value, String changedKey) {
    if (!(value instanceof ConfigObject lists)) {
      throw mistyped(name(key), value, "an object of lists { key = [ ... ] }");
    }
    lists.forEach(
        (each, values) -> {
          if (values.valueType() != ConfigValueType.LIST) {
            throw mistyped(name(key) + "." + each, values, "a list [ ... ]");
          }
        });
    ConfigObject unchanged = (ConfigObject) object.get(changedKey);
    return Combinations.of(lists).stream()
        .map(
            changed ->
                new Variation(
                    texts(key, changed),
                    nested(name(key), changed.withFallback(unchanged), FinetuneSettings.class)))
        .toList();
  }

  private Map<String, String> texts(String key, ConfigValue value) {
    if (!(value instanceof ConfigObject child)) {
      throw mistyped(name(key), value, "an object { ... }");
    }
    Map<String, String> texts = new TreeMap<>();
    child
        .toConfig()
        .entrySet()
        .forEach(
            entry ->
                texts.put(
                    String.join(".", com.typesafe.config.ConfigUtil.splitPath(entry.getKey())),
                    String.valueOf(entry.getValue().unwrapped())));
    return Map.copyOf(texts);
  }

  private Object constant(String key, ConfigValue value, Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(c -> Names.kebab(((Enum<?>) c).name()).equals(value.unwrapped()))
        .findFirst()
        .orElseThrow(
            () ->
                mistyped(
                    name(key),
                    value,
                    "one of "
                        + Arrays.stream(constants)
                            .map(c -> Names.kebab(((Enum<?>) c).name()))
                            .collect(Collectors.joining(", "))));
  }

  private Object scalar(String key, ConfigValue value, Class<?> type, RecordComponent component) {
    Config single = value.atKey("value");
    try {
      if (type == boolean.class) {
        return single.getBoolean("value");
      }
      if (type == String.class) {
        return single.getString("value");
      }
      if (component.isAnnotationPresent(Bytes.class)) {
        return inRange(key, value, single.getBytes("value"), component);
      }
      if (type == double.class || type == Double.class) {
        return inRange(key, value, single.getDouble("value"), component);
      }
      return type == int.class
          ? inRange(key, value, single.getInt("value"), component)
          : inRange(key, value, single.getLong("value"), component);
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw mistyped(name(key), value, expected(type, component));
    }
  }

  private <N extends Number> N inRange(
      String key, ConfigValue value, N number, RecordComponent component) {
    Range range = component.getAnnotation(Range.class);
    boolean inside =
        range == null
            || (number.doubleValue() >= range.min() && number.doubleValue() <= range.max());
    if (!inside) {
      Class<?> type = number instanceof Double ? double.class : component.getType();
      throw mistyped(name(key), value, expected(type, component));
    }
    return number;
  }

  private static String expected(Class<?> type, RecordComponent component) {
    String kind =
        type == boolean.class
            ? "true or false"
            : type == String.class
                ? "text"
                : component.isAnnotationPresent(Bytes.class)
                    ? "a size such as 10 MiB"
                    : type == double.class || type == Double.class ? "a number" : "a whole number";
    Range range = component.getAnnotation(Range.class);
    return range == null
        ? kind
        : kind + " from " + plain(range.min()) + " to " + plain(range.max());
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }

  private void refuseUnknownKeys(Class<? extends Record> type) {
    Set<String> known = new TreeSet<>();
    addKeys(type, known);
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        String nearest =
            known.stream().min(Comparator.comparingInt(k -> Names.distance(k, key))).orElseThrow();
        throw SunriseException.of(
            "%s: unknown key (%s); the nearest known key is %s",
            name(key), place(object.get(key)), name(nearest));
      }
    }
  }

  private static void addKeys(Class<?> type, Set<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Inline.class)) {
        addKeys(component.getType(), keys);
      } else {
        keys.add(Names.kebab(component.getName()));
      }
      if (component.isAnnotationPresent(Defaults.class)) {
        keys.add(component.getAnnotation(Defaults.class).value());
      }
    }
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static SunriseException mistyped(String name, ConfigValue value, String expected) {
    return SunriseException.of(
        "%s = %s (%s): expected %s",
        name,
        value.render(com.typesafe.config.ConfigRenderOptions.concise()),
        place(value),
        expected);
  }

  private static String place(ConfigValue value) {
    return value.origin().description();
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
