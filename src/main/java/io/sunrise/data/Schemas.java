package io.sunrise.data;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the Parquet files that stages exchange; the only place that spells their names.
 */
public final class Schemas {
  /**
   * 32 hexadecimal digits: the first 128 bits of the SHA-256 of the source's name and the text, or
   * of the source's name and the user's id if the source has an {@code id-field}.
   */
  public static final String ID = "id";

  public static final String TEXT = "text";

  /** The source's type and path as configured, or its title. */
  public static final String SOURCE = "source";

  /** The file that the row came from. */
  public static final String PATH = "path";

  /** The configured licence of the source; empty if unknown. */
  public static final String LICENCE = "licence";

  /**
   * The position of a row in its file, from 0: a byte offset after decompression and, for encodings
   * that need it, after conversion to UTF-8; for Parquet a row number; for generated text a
   * document number.
   */
  public static final String POSITION = "position";

  /**
   * The beginning of a rejected row as found at its {@link #POSITION}, up to {@code
   * collect.rejected-bytes}. For Parquet only the text. For encodings that are converted to UTF-8
   * the converted bytes, with 0xFF in place of malformed input.
   */
  public static final String BYTES = "bytes";

  /** Why a row was rejected or dropped. */
  public static final String REASON = "reason";

  /** 0, 1, 2 ...: the row's place in the order of its dataset, which seeds its random numbers. */
  public static final String INDEX = "index";

  /** 0, 1, 2 ...: the row's place among the rows of its document. */
  public static final String PART = "part";

  /** Token ids, [CLS] and [SEP] included, without padding. */
  public static final String TOKENS = "tokens";

  /** The class: an index into the sorted list of label words. */
  public static final String LABEL = "label";

  /** How much a labelled row counts in training, above 0. */
  public static final String WEIGHT = "weight";

  /** A probability of each class, in the order of the label words. */
  public static final String PROBABILITIES = "probabilities";

  public static final StructType DOCUMENTS =
      new StructType(
          new StructField[] {
            string(ID), string(TEXT), string(SOURCE), string(PATH), string(LICENCE)
          });

  /**
   * {@link #TEXT} is the readable form of {@link #BYTES}, with U+FFFD in place of malformed input.
   */
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
            field(WEIGHT, DataTypes.FloatType),
            field(TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          });

  private Schemas() {}

  /** The token ids of a row. */
  public static int[] ids(Row row, int column) {
    return row.<Integer>getList(column).stream().mapToInt(Integer::intValue).toArray();
  }

  /** The numbers of a column of float arrays. */
  public static float[] floats(Row row, int column) {
    List<Float> values = row.getList(column);
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static StructField string(String name) {
    return field(name, DataTypes.StringType);
  }

  private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
    return new StructField(name, type, false, Metadata.empty());
  }
}
