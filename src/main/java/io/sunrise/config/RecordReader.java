package io.sunrise.config;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Reads a HOCON object into a record: a component {@code maxTokens} is the key {@code max-tokens}.
 */
final class RecordReader {
  private static final String CROSS_VALIDATE = "cross-validate.";
  private static final LevenshteinDistance EDIT_DISTANCE = LevenshteinDistance.getDefaultInstance();

  private final String path;
  private final ConfigObject object;

  /** What is wrong, a line each. */
  private final List<String> problems = new ArrayList<>();

  private RecordReader(String path, ConfigObject object) {
    this.path = path;
    this.object = object;
  }

  /**
   * @throws SunriseException with everything that is wrong, one a line
   */
  static <R extends Record> R read(Config config, Class<R> type) {
    return new RecordReader("", config.root()).whole(type);
  }

  private <R extends Record> R whole(Class<R> type) {
    noteUnknownKeys(type);
    R record = record(type);
    if (!problems.isEmpty()) {
      throw new SunriseException(
          problems.stream().filter(line -> !isToldOfFinetune(line)).collect(joining("\n")));
    }
    return record;
  }

  /** Whether cross-validate has it from finetune, of which it is told. */
  private boolean isToldOfFinetune(String line) {
    return line.startsWith(CROSS_VALIDATE) && problems.contains(line.replace(CROSS_VALIDATE, ""));
  }

  /** The record, or null if there is a problem. */
  private <R extends Record> R record(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components).map(each -> valueOrProblem(() -> component(each))).toArray();
    if (!problems.isEmpty()) {
      return null;
    }
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

  private Object valueOrProblem(Supplier<Object> value) {
    try {
      return value.get();
    } catch (SunriseException e) {
      e.getMessage().lines().forEach(problems::add);
      return null;
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
      throw SunriseException.of("%s: missing; set it in %s", name(key), Scalars.place(object));
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
          .orElseThrow(() -> Scalars.mistyped(name(key), value, ClassWeights.EXPECTED));
    }
    if (plain.isRecord()) {
      return nested(name(key), value, plain.asSubclass(Record.class));
    }
    if (plain.isEnum()) {
      return Scalars.constant(name(key), value, plain);
    }
    return Scalars.scalar(name(key), value, unwrapped(plain), component);
  }

  /** The primitive type where a generic one needs its wrapper. */
  private static Class<?> unwrapped(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType();
  }

  private static <R extends Record> R nested(String name, ConfigValue value, Class<R> type) {
    if (!(value instanceof ConfigObject child)) {
      throw Scalars.mistyped(name, value, "an object { ... }");
    }
    return new RecordReader(name, child).whole(type);
  }

  private List<Object> list(
      String key, ConfigValue value, ParameterizedType type, RecordComponent component) {
    if (value.valueType() != ConfigValueType.LIST) {
      throw Scalars.mistyped(name(key), value, "a list [ ... ]");
    }
    Iterable<ConfigValue> values = (com.typesafe.config.ConfigList) value;
    Class<?> plain = (Class<?>) argument(type);
    List<Object> elements = new ArrayList<>();
    if (plain.isEnum()) {
      values.forEach(each -> elements.add(Scalars.constant(name(key), each, plain)));
      return List.copyOf(elements);
    }
    if (!plain.isRecord()) {
      values.forEach(
          each -> elements.add(Scalars.scalar(name(key), each, unwrapped(plain), component)));
      return List.copyOf(elements);
    }
    Class<? extends Record> element = plain.asSubclass(Record.class);
    ConfigObject defaults =
        (ConfigObject) object.get(component.getAnnotation(Defaults.class).value());
    for (ConfigValue each : values) {
      ConfigValue complete = each instanceof ConfigObject own ? own.withFallback(defaults) : each;
      String name = name(key) + "[" + elements.size() + "]";
      elements.add(valueOrProblem(() -> nested(name, complete, element)));
    }
    return Collections.unmodifiableList(elements);
  }

  private List<Variation> variations(String key, ConfigValue value, String changedKey) {
    if (!(value instanceof ConfigObject lists)) {
      throw Scalars.mistyped(name(key), value, "an object of lists { key = [ ... ] }");
    }
    lists.forEach(
        (each, values) -> {
          if (values.valueType() != ConfigValueType.LIST) {
            throw Scalars.mistyped(name(key) + "." + each, values, "a list [ ... ]");
          }
        });
    ConfigObject unchanged = (ConfigObject) object.get(changedKey);
    // What is wrong with it is told under its own name, and not of every combination.
    nested(name(changedKey), unchanged, FinetuneSettings.class);
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
      throw Scalars.mistyped(name(key), value, "an object { ... }");
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

  private void noteUnknownKeys(Class<? extends Record> type) {
    Set<String> known = new TreeSet<>();
    addKeys(type, known);
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s: unknown key (%s); the nearest known key is %s",
                name(key),
                Scalars.place(object.get(key)),
                nearest(key, known)));
      }
    }
  }

  /**
   * The key of the same name elsewhere, where there is one, else the one here that is spelled most
   * alike.
   *
   * @param here the keys that are known here
   */
  private String nearest(String key, Set<String> here) {
    Comparator<String> likeness =
        Comparator.comparingInt(known -> EDIT_DISTANCE.apply(known, name(key)));
    String part = "." + key + ".";
    return SettingsReader.known().stream()
        .filter(known -> ("." + known + ".").contains(part))
        .map(known -> known.substring(0, ("." + known + ".").indexOf(part) + key.length()))
        .min(likeness)
        .orElseGet(() -> here.stream().map(this::name).min(likeness).orElseThrow());
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

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
