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
 * The fields of all records that are kept, with their types, gathered while records are parsed: no
 * record is parsed again for it. A record that a repeated task adds again changes nothing.
 */
final class RecordFields extends AccumulatorV2<RecordFields.Found, StructType> {
  private static final long serialVersionUID = 1L;

  /**
   * The fields of one record.
   *
   * @param fields in the order of the record
   */
  record Found(String file, long position, List<StructField> fields) implements Serializable {}

  /** The first record, by file and position. */
  private Found first;

  /** By name, as Spark merges them. */
  private StructType types;

  /** Spark's own rules for the types of JSON, so that {@code from_json} understands them. */
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

  /** The fields of the first record in their order, then those that only others have, by name. */
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

  /** A string where no record has a value; empty for objects that have no field in any record. */
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
