package io.sunrise.nn;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sunrise.SunriseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file, validated against the file's length.
 *
 * @param entries in the order of their numbers in the file
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

  /**
   * One tensor and the range of its numbers, in bytes after the header.
   *
   * @param type of its numbers; none for whole numbers
   */
  record Entry(String name, List<Integer> shape, Optional<NumberType> type, long begin, long end) {}

  /** The sizes of whole numbers, of which a model's buffers are, such as those of positions. */
  private static final Map<String, Integer> WHOLE = Map.of("I64", 8, "I32", 4, "BOOL", 1);

  /** The limit of Hugging Face's reader. */
  private static final long LONGEST = 100_000_000;

  /** More numbers are in no tensor of a model that fits in one array. */
  private static final long TOO_MANY = 1L << 30;

  private static final String METADATA = "__metadata__";

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static void checkLength(long headerLength, long fileLength, String where) {
    if (headerLength < 2 || headerLength > Math.min(LONGEST, fileLength - Long.BYTES)) {
      throw SunriseException.of(
          "%s says that its header has %d bytes, the file has %d: it is damaged or no safetensors"
              + " file; write it again",
          where, headerLength, fileLength);
    }
  }

  /**
   * @param dataLength bytes after the header
   */
  static SafetensorsHeader parse(byte[] json, long dataLength, String where) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root(json, where).properties()) {
      if (field.getKey().equals(METADATA)) {
        field
            .getValue()
            .fields()
            .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        entries.add(entry(field.getKey(), field.getValue(), where));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkContiguous(entries, dataLength, where);
    return new SafetensorsHeader(List.copyOf(entries), Map.copyOf(metadata));
  }

  private static JsonNode root(byte[] json, String where) {
    try {
      JsonNode root = STRICT.readTree(json);
      if (root == null || !root.isObject()) {
        throw damaged(where, "is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw damaged(where, "is not JSON (" + SunriseException.reason(e) + ")");
    } catch (IOException e) {
      throw damaged(where, "is not UTF-8");
    }
  }

  private static Entry entry(String name, JsonNode node, String where) {
    String typeName = node.path("dtype").asText();
    Optional<NumberType> type = NumberType.named(typeName);
    if (type.isEmpty() && !WHOLE.containsKey(typeName)) {
      throw SunriseException.of(
          "%s: %s holds %s, expected F32, F16 or BF16: save the model in float32",
          where, name, typeName.isEmpty() ? "numbers of no named type" : typeName);
    }
    List<Integer> shape = new ArrayList<>();
    long count = 1;
    for (JsonNode axis : node.path("shape")) {
      if (!axis.isIntegralNumber() || !axis.canConvertToInt() || axis.intValue() < 0) {
        throw damaged(where, "gives " + name + " the shape " + node.path("shape"));
      }
      shape.add(axis.intValue());
      count = Math.min(count * Math.max(1, axis.intValue()), TOO_MANY);
    }
    if (shape.contains(0)) {
      count = 0;
    }
    long bytes = count * type.map(NumberType::bytes).orElseGet(() -> WHOLE.get(typeName));
    JsonNode offsets = node.path("data_offsets");
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    if (offsets.size() != 2
        || begin < 0
        || end < begin
        || end - begin != bytes
        || count >= TOO_MANY) {
      throw damaged(where, "places " + name + " of shape " + shape + " at " + offsets);
    }
    return new Entry(name, List.copyOf(shape), type, begin, end);
  }

  private static void checkContiguous(List<Entry> entries, long dataLength, String where) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw damaged(
            where,
            "lets " + entry.name() + " begin at " + entry.begin() + " where " + end + " is next");
      }
      end = entry.end();
    }
    if (end != dataLength) {
      throw SunriseException.of(
          "%s holds %d bytes of numbers, its header says %d: it was cut short or damaged; write it"
              + " again",
          where, dataLength, end);
    }
  }

  private static SunriseException damaged(String where, String what) {
    return new SunriseException(
        where + ": the header " + what + ": the file is damaged; write it again");
  }
}
