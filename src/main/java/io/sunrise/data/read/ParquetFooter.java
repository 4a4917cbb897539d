package io.sunrise.data.read;

import io.sunrise.SunriseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Opens Parquet files by their footers. */
final class ParquetFooter {
  /** A footer ends with its length and four characters. */
  private static final int TAIL_BYTES = 8;

  private static final int LENGTH_BYTES = 4;

  private ParquetFooter() {}

  /**
   * Opens a file.
   *
   * @throws SunriseException for a column of a type that is newer than Spark's reader, which then
   *     can read none of the columns
   */
  static ParquetFileReader open(String file, Configuration configuration) throws IOException {
    InputFile input = HadoopInputFile.fromPath(new Path(file), configuration);
    try {
      return ParquetFileReader.open(input);
    } catch (RuntimeException e) {
      Optional<String> column = ofUnknownType(input);
      if (column.isEmpty()) {
        throw e;
      }
      throw new SunriseException(
          String.format(
              "%s: column \"%s\" is of a type that is newer than Spark's Parquet reader, such as"
                  + " float16, and Spark then reads no column of the file; write it as another type,"
                  + " such as float32, or leave it out",
              file, column.get()),
          e);
    }
  }

  private static Optional<String> ofUnknownType(InputFile file) throws IOException {
    long end = file.getLength() - TAIL_BYTES;
    try (SeekableInputStream in = file.newStream()) {
      in.seek(Math.max(0, end));
      byte[] length = in.readNBytes(LENGTH_BYTES);
      long begin = end - ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (begin < 0 || begin >= end) {
        return Optional.empty();
      }
      in.seek(begin);
      return Util.readFileMetaData(in).getSchema().stream()
          .filter(column -> column.isSetLogicalType() && !column.getLogicalType().isSet())
          .map(SchemaElement::getName)
          .findFirst();
    }
  }
}
