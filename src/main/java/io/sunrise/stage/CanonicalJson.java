package io.sunrise.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sunrise.UserInfo;
import io.sunrise.config.Inline;
import io.sunrise.config.Names;
import io.sunrise.config.NotDecisive;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON in one spelling: keys sorted, so that equal values are equal text and have equal hashes. */
final class CanonicalJson {
  static final ObjectMapper MAPPER =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private CanonicalJson() {}

  static String of(Object value) {
    return write(value, false);
  }

  static String pretty(Object value) {
    return write(value, true);
  }

  private static String write(Object value, boolean pretty) {
    try {
      return pretty
          ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(plain(value))
          : MAPPER.writeValueAsString(plain(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Records become maps of kebab-case keys, enums their spelling in the configuration, and URIs
   * lose their passwords; what is {@link NotDecisive} is left out.
   */
  static Object plain(Object value) {
    if (value instanceof Record record) {
      return plainRecord(record);
    }
    if (value instanceof String text) {
      return UserInfo.hide(text);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(CanonicalJson::plain).orElse(null);
    }
    if (value instanceof Enum<?> constant) {
      return Names.kebab(constant.name());
    }
    if (value instanceof Collection<?> collection) {
      return collection.stream().map(CanonicalJson::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new TreeMap<>();
      map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
      return plain;
    }
    return value;
  }

  private static Map<String, Object> plainRecord(Record record) {
    Map<String, Object> plain = new TreeMap<>();
    for (RecordComponent component : List.of(record.getClass().getRecordComponents())) {
      if (component.isAnnotationPresent(NotDecisive.class)) {
        continue;
      }
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(record);
        if (component.isAnnotationPresent(Inline.class)) {
          plain.putAll(plainRecord((Record) value));
        } else {
          plain.put(Names.kebab(component.getName()), plain(value));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return plain;
  }
}
