package io.sunrise.data.read;

import io.sunrise.SunriseException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All columns of one Parquet file with the types in which Spark is to give them, which differ from
 * those in which it reads them: timestamps in nanoseconds are read as numbers, and a column without
 * a value has no type, because shards of one column may differ in it.
 */
final class ParquetLayout {
  /** In a column's metadata: it is read as nanoseconds since 1970. */
  static final String NANOSECONDS = "nanoseconds";

  private final String file;
  private final ParquetFileReader reader;
  private final MessageType schema;

  private ParquetLayout(String file, ParquetFileReader reader) {
    this.file = file;
    this.reader = reader;
    this.schema = reader.getFileMetaData().getSchema();
  }

  /**
   * Reads the layout from the end of a file.
   *
   * @throws SunriseException for a column that Spark cannot read
   */
  static StructType of(String file, Configuration configuration) {
    try (ParquetFileReader reader = ParquetFooter.open(file, configuration)) {
      ParquetLayout layout = new ParquetLayout(file, reader);
      layout.requireDistinctNames();
      return new StructType(
          layout.schema.getFields().stream().map(layout::field).toArray(StructField[]::new));
    } catch (IOException e) {
      throw new SunriseException(
          file + ": not a readable Parquet file: " + SunriseException.reason(e), e);
    }
  }

  private void requireDistinctNames() {
    List<String> names = schema.getFields().stream().map(Type::getName).toList();
    List<String> folded = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (int i = 0; i < names.size(); i++) {
      int first = folded.indexOf(folded.get(i));
      if (first < i) {
        throw SunriseException.of(
            "%s: its columns \"%s\" and \"%s\" differ in upper and lower case only, and Spark reads"
                + " one of them; rename one",
            file, names.get(first), names.get(i));
      }
    }
  }

  private StructField field(Type type) {
    MetadataBuilder metadata = new MetadataBuilder();
    boolean nanoseconds =
        type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
            && timestamp.getUnit() == TimeUnit.NANOS
            && !type.isRepetition(Type.Repetition.REPEATED);
    DataType read = nanoseconds ? timestamp(type) : readBySpark(type);
    if (nanoseconds) {
      metadata.putBoolean(NANOSECONDS, true);
    }
    return new StructField(
        type.getName(), isEmpty(type) ? DataTypes.NullType : read, true, metadata.build());
  }

  private static DataType timestamp(Type type) {
    var annotation = (TimestampLogicalTypeAnnotation) type.getLogicalTypeAnnotation();
    return annotation.isAdjustedToUTC() ? DataTypes.TimestampType : DataTypes.TimestampNTZType;
  }

  private DataType readBySpark(Type type) {
    try {
      // The arguments are Spark's defaults.
      return new ParquetToSparkSchemaConverter(false, true, false, true, false)
          .convert(new MessageType(schema.getName(), type))
          .apply(0)
          .dataType();
    } catch (Exception e) {
      throw new SunriseException(
          String.format(
              "%s: column \"%s\" is %s, which Spark cannot read, and predict returns every column;"
                  + " write it with another type, or leave it out",
              file, type.getName(), type.toString().replaceAll("\\s+", " ")),
          e);
    }
  }

  /** Whether the file has no value of a column that is not nested. */
  private boolean isEmpty(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    List<ColumnChunkMetaData> chunks =
        reader.getRowGroups().stream()
            .flatMap(group -> group.getColumns().stream())
            .filter(chunk -> chunk.getPath().equals(ColumnPath.get(type.getName())))
            .toList();
    if (chunks.stream().allMatch(chunk -> chunk.getStatistics().isNumNullsSet())) {
      return chunks.stream()
          .allMatch(chunk -> chunk.getStatistics().getNumNulls() == chunk.getValueCount());
    }
    // Arrow writes a column of its null type as integers without statistics.
    return type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
        && hasOnlyNulls(new MessageType(schema.getName(), type));
  }

  private boolean hasOnlyNulls(MessageType column) {
    try {
      reader.setRequestedSchema(column);
      for (int group = 0; group < reader.getRowGroups().size(); group++) {
        if (!hasOnlyNulls(column, reader.readRowGroup(group))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new SunriseException(file + ": cannot be read: " + SunriseException.reason(e), e);
    }
  }

  private boolean hasOnlyNulls(MessageType column, PageReadStore pages) {
    ColumnDescriptor descriptor = column.getColumns().get(0);
    ColumnReader values =
        new ColumnReadStoreImpl(
                pages,
                new GroupRecordConverter(column).getRootConverter(),
                column,
                reader.getFileMetaData().getCreatedBy())
            .getColumnReader(descriptor);
    long count = pages.getPageReader(descriptor).getTotalValueCount();
    for (long i = 0; i < count; i++) {
      if (values.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel()) {
        return false;
      }
      values.consume();
    }
    return true;
  }

  /** The name of a type in messages. */
  static String name(DataType type) {
    return type.simpleString().toLowerCase(Locale.ROOT);
  }

  /** Whether every value of a type is one of another, wider type. */
  static boolean isWidened(DataType from, DataType to) {
    List<DataType> integers =
        Arrays.asList(
            DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
    boolean wider = integers.contains(from) && integers.indexOf(to) > integers.indexOf(from);
    return wider
        || (to.equals(DataTypes.DoubleType)
            && (integers.contains(from) || from.equals(DataTypes.FloatType)));
  }
}
