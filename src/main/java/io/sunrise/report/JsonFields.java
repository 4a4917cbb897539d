package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads JSON in which any field may be missing. */
final class JsonFields {
  private JsonFields() {}

  static OptionalLong optionalLong(JsonNode node) {
    return node.isNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
  }

  /** The number, or NaN. */
  static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asText()));
    return strings;
  }

  static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(node -> integers.add(node.asInt()));
    return integers;
  }

  static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(node -> numbers.add(number(node)));
    return numbers;
  }

  static List<List<Double>> matrix(JsonNode array) {
    List<List<Double>> rows = new ArrayList<>();
    array.forEach(node -> rows.add(numbers(node)));
    return rows;
  }

  /**
   * Flattens nested objects into dotted keys with their values as text, in the order of the JSON.
   */
  static Map<String, String> flatten(JsonNode object) {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", object, flat);
    return flat;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  flatten(
                      prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                      field.getValue(),
                      flat));
    } else if (!node.isMissingNode()) {
      flat.put(prefix, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
