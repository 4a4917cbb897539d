package io.sunrise.data;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** Writes Spark rows as Parquet records: strings, bytes, numbers, booleans and lists of them. */
final class RowWriteSupport extends WriteSupport<IndexedRow> {
  private static final Map<DataType, PrimitiveTypeName> PRIMITIVES =
      Map.of(
          DataTypes.StringType, PrimitiveTypeName.BINARY,
          DataTypes.BinaryType, PrimitiveTypeName.BINARY,
          DataTypes.IntegerType, PrimitiveTypeName.INT32,
          DataTypes.LongType, PrimitiveTypeName.INT64,
          DataTypes.FloatType, PrimitiveTypeName.FLOAT,
          DataTypes.DoubleType, PrimitiveTypeName.DOUBLE,
          DataTypes.BooleanType, PrimitiveTypeName.BOOLEAN);

  private final StructType schema;
  private RecordConsumer consumer;

  RowWriteSupport(StructType schema) {
    this.schema = schema;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (StructField field : schema.fields()) {
      message.addField(type(field.name(), field.dataType(), field.nullable()));
    }
    MessageType type = message.named("row");
    return new WriteContext(type, Map.of());
  }

  private static Type type(String name, DataType type, boolean nullable) {
    Type.Repetition repetition = nullable ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    if (type instanceof ArrayType array) {
      return Types.list(repetition)
          .element(type("element", array.elementType(), array.containsNull()))
          .named(name);
    }
    if (!PRIMITIVES.containsKey(type)) {
      throw new IllegalArgumentException(name + ": no Parquet type for " + type);
    }
    return Types.primitive(PRIMITIVES.get(type), repetition)
        .as(type.equals(DataTypes.StringType) ? LogicalTypeAnnotation.stringType() : null)
        .named(name);
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(IndexedRow indexed) {
    consumer.startMessage();
    int column = 0;
    for (int i = 0; i < schema.length(); i++) {
      StructField field = schema.apply(i);
      boolean index = field.name().equals(Schemas.INDEX);
      Object value = index ? (Object) indexed.index() : indexed.row().get(column++);
      if (value != null) {
        consumer.startField(field.name(), i);
        add(value);
        consumer.endField(field.name(), i);
      } else if (!field.nullable()) {
        throw new IllegalArgumentException(field.name() + ": null, and the schema allows none");
      }
    }
    consumer.endMessage();
  }

  private void add(Object value) {
    if (value instanceof String text) {
      consumer.addBinary(Binary.fromString(text));
    } else if (value instanceof byte[] bytes) {
      consumer.addBinary(Binary.fromConstantByteArray(bytes));
    } else if (value instanceof Integer number) {
      consumer.addInteger(number);
    } else if (value instanceof Long number) {
      consumer.addLong(number);
    } else if (value instanceof Float number) {
      consumer.addFloat(number);
    } else if (value instanceof Double number) {
      consumer.addDouble(number);
    } else if (value instanceof Boolean truth) {
      consumer.addBoolean(truth);
    } else if (value instanceof scala.collection.Seq<?> sequence) {
      addList(JavaConverters.seqAsJavaList(sequence));
    } else {
      throw new IllegalArgumentException("no Parquet value for " + value.getClass());
    }
  }

  private void addList(List<?> elements) {
    consumer.startGroup();
    if (!elements.isEmpty()) {
      consumer.startField("list", 0);
      for (Object element : elements) {
        consumer.startGroup();
        if (element != null) {
          consumer.startField("element", 0);
          add(element);
          consumer.endField("element", 0);
        }
        consumer.endGroup();
      }
      consumer.endField("list", 0);
    }
    consumer.endGroup();
  }
}
