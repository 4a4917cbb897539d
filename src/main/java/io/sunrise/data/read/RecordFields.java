package io.sunrise.data.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.Metadata;
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
  record Found(String file, long position, List<StructField> fields) implements Serializable {
    static Found of(String file, long position, Collection<StructField> fields) {
      return new Found(file, position, List.copyOf(fields));
    }
  }

  /** The fields of the first record, by file and position. */
  private Found first;

  /** The fields by name, merged as in Spark. */
  private StructType types;

  /** The names of fields with {@link NumberWatch#WIDE} numbers. */
  private final Set<String> wide = new HashSet<>();

  /** Spark's type inference for JSON, so that {@code from_json} accepts the types. */
  static JsonInferSchema jsonTypes() {
    return new JsonInferSchema(jsonOptions());
  }

  private static JSONOptions jsonOptions() {
    return new JSONOptions(Map$.MODULE$.empty(), "UTC", "");
  }

  @Override
  public void add(Found found) {
    StructField[] sorted = new StructField[found.fields.size()];
    for (int i = 0; i < sorted.length; i++) {
      StructField field = found.fields.get(i);
      if (field.metadata().contains(NumberWatch.WIDE)) {
        wide.add(field.name());
      }
      sorted[i] = new StructField(field.name(), field.dataType(), true, Metadata.empty());
    }
    Arrays.sort(sorted, (a, b) -> a.name().compareTo(b.name()));
    merge(found, new StructType(sorted));
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
      wide.addAll(others.wide);
    }
  }

  /**
   * The fields of the first record in their order, then those that only other records have, by
   * name. A field is a string if no other type of Spark's holds all its values as they are.
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
      DataType type = known(types.apply(name).dataType());
      boolean exact = !wide.contains(name) || !holds(type, DoubleType.class::isInstance);
      fields.add(
          new StructField(name, exact ? type : DataTypes.StringType, true, Metadata.empty()));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** A string if no record has a value, or if an object has no field in any record. */
  private static DataType known(DataType type) {
    boolean hollow = holds(type, t -> t instanceof StructType object && object.isEmpty());
    return hollow ? DataTypes.StringType : jsonTypes().canonicalizeType(type, jsonOptions()).get();
  }

  private static boolean holds(DataType type, Predicate<DataType> wanted) {
    if (type instanceof StructType object) {
      return wanted.test(type)
          || Arrays.stream(object.fields()).anyMatch(field -> holds(field.dataType(), wanted));
    }
    return type instanceof ArrayType array ? holds(array.elementType(), wanted) : wanted.test(type);
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
    copy.wide.addAll(wide);
    return copy;
  }

  @Override
  public void reset() {
    first = null;
    types = null;
    wide.clear();
  }
}
