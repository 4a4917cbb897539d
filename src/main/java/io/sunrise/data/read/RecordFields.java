package io.sunrise.data.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.AccumulatorV2;
import scala.collection.immutable.Map$;

/**
 * The fields of all kept records, with their types, collected while records are parsed, so that no
 * record is parsed twice. Adding a record again, as a repeated task does, has no effect.
 */
final class RecordFields extends AccumulatorV2<RecordFields.Found, StructType> {
  private static final long serialVersionUID = 1L;

  /**
   * The fields of one record.
   *
   * @param fields in the order of the record
   */
  record Found(String file, long position, List<StructField> fields) implements Serializable {}

  /** The fields of the first record, by file and position. */
  private Found first;

  /** The fields by name, merged as in Spark. */
  private StructType types;

  /** Spark's type inference for JSON, so that {@code from_json} accepts the types. */
  static JsonInferSchema jsonTypes() {
    return new JsonInferSchema(jsonOptions());
  }

  private static JSONOptions jsonOptions() {
    return new JSONOptions(Map$.MODULE$.empty(), "UTC", "");
  }

  @Override
  public void add(Found found) {
    merge(found, new StructType(sorted(found.fields)));
  }

  private static StructField[] sorted(List<StructField> fields) {
    StructField[] sorted = fields.toArray(StructField[]::new);
    Arrays.sort(sorted, (a, b) -> a.name().compareTo(b.name()));
    return sorted;
  }

  private void merge(Found found, StructType others) {
    if (first == null || isBefore(found, first)) {
      first = found;
    }
    if (types == null) {
      types = others;
    } else if (!types.equals(others)) {
      types = (StructType) JsonInferSchema.compatibleType(types, others);
    }
  }

  private static boolean isBefore(Found a, Found b) {
    int files = a.file.compareTo(b.file);
    return files < 0 || (files == 0 && a.position < b.position);
  }

  @Override
  public void merge(AccumulatorV2<Found, StructType> other) {
    RecordFields others = (RecordFields) other;
    if (others.first != null) {
      merge(others.first, others.types);
    }
  }

  /**
   * The fields of the first record in their order, then those that only other records have, by
   * name.
   */
  @Override
  public StructType value() {
    Set<String> names = new LinkedHashSet<>();
    if (first != null) {
      first.fields.forEach(field -> names.add(field.name()));
      names.addAll(Arrays.asList(types.fieldNames()));
    }
    List<StructField> fields = new ArrayList<>();
    for (String name : names) {
      StructField field = types.apply(name);
      known(field.dataType())
          .ifPresent(type -> fields.add(new StructField(name, type, true, field.metadata())));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** A string if no record has a value; empty for objects without a field in any record. */
  private static Optional<DataType> known(DataType type) {
    var known = jsonTypes().canonicalizeType(type, jsonOptions());
    return known.isEmpty() ? Optional.empty() : Optional.of(known.get());
  }

  @Override
  public boolean isZero() {
    return first == null;
  }

  @Override
  public RecordFields copy() {
    RecordFields copy = new RecordFields();
    copy.first = first;
    copy.types = types;
    return copy;
  }

  @Override
  public void reset() {
    first = null;
    types = null;
  }
}
