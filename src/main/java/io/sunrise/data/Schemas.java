package io.sunrise.data;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of every Parquet file that one stage leaves for another, each spelled here only. */
public final class Schemas {
  /**
   * 32 hexadecimal digits: the first 128 bits of a SHA-256 over the source's name and the text, or
   * the user's own id in place of the text where the source has an {@code id-field}.
   */
  public static final String ID = "id";

  public static final String TEXT = "text";

  /** The source's type and path as the configuration names it. */
  public static final String SOURCE = "source";

  /** The file that the row came from. */
  public static final String PATH = "path";

  /** What the user says of the source's licence; empty where nothing is known. */
  public static final String LICENCE = "licence";

  /**
   * Where in its file a row begins, from 0: a byte, counted behind decompression and behind the
   * change to UTF-8 of an encoding that needs it; in Parquet a row; in generated text a document.
   */
  public static final String POSITION = "position";

  /**
   * The beginning of a rejected row as it stands at its {@link #POSITION}, up to {@code
   * collect.rejected-bytes}. Of Parquet the text alone. Of an encoding that needs the change to
   * UTF-8 the changed bytes, 0xFF in place of what is malformed.
   */
  public static final String BYTES = "bytes";

  /** Why a row was rejected or dropped. */
  public static final String REASON = "reason";

  /** 0, 1, 2 ...: the row's place in the order of its dataset, which keys its randomness. */
  public static final String INDEX = "index";

  /** 0, 1, 2 ...: which cut of its document a row is. */
  public static final String PART = "part";

  /** Token ids, [CLS] and [SEP] included, without padding. */
  public static final String TOKENS = "tokens";

  /** The class: a place in the sorted list of label words. */
  public static final String LABEL = "label";

  public static final StructType DOCUMENTS =
      new StructType(
          new StructField[] {
            string(ID), string(TEXT), string(SOURCE), string(PATH), string(LICENCE)
          });

  /** {@link #TEXT} holds {@link #BYTES} to look at, U+FFFD in place of what is malformed. */
  public static final StructType REJECTED =
      new StructType(
          new StructField[] {
            string(TEXT),
            string(SOURCE),
            string(PATH),
            field(POSITION, DataTypes.LongType),
            field(BYTES, DataTypes.BinaryType),
            string(REASON)
          });

  public static final StructType TOKEN_ROWS =
      new StructType(
          new StructField[] {
            field(INDEX, DataTypes.LongType),
            string(ID),
            field(PART, DataTypes.IntegerType),
            field(TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          });

  public static final StructType LABELLED_ROWS =
      new StructType(
          new StructField[] {
            field(INDEX, DataTypes.LongType),
            string(ID),
            string(TEXT),
            field(LABEL, DataTypes.IntegerType),
            field(TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          });

  private Schemas() {}

  /** The ids of a row. */
  public static int[] ids(Row row, int column) {
    return row.<Integer>getList(column).stream().mapToInt(Integer::intValue).toArray();
  }

  private static StructField string(String name) {
    return field(name, DataTypes.StringType);
  }

  private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
    return new StructField(name, type, false, Metadata.empty());
  }
}
