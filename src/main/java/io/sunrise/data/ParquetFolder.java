package io.sunrise.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Writes the files of {@link OrderedParquet}, in Spark tasks.
 *
 * <p>Does not use Spark's writer, whose row groups shrink when several writers share a heap, so
 * that the bytes would depend on the machine.
 */
final class ParquetFolder implements Serializable {
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final String folder;
  private final StructType schema;
  private final SerializableConfiguration configuration;

  ParquetFolder(String folder, StructType schema, SerializableConfiguration configuration) {
    this.folder = folder;
    this.schema = schema;
    this.configuration = configuration;
  }

  /**
   * Writes one file for each sequence of rows with the same file number.
   *
   * @param rows the schema's columns without the index, a key and the number of the file, in the
   *     order to write
   * @return the number and the row count of each file
   */
  List<Tuple2<Integer, Long>> writeFiles(Iterator<Row> rows, long[] firstIndex) throws IOException {
    List<Tuple2<Integer, Long>> counts = new ArrayList<>();
    Row row = rows.hasNext() ? rows.next() : null;
    while (row != null) {
      int file = row.getInt(row.length() - 1);
      long count = 0;
      Path unfinished = new Path(folder, ".unfinished-" + file + "-" + taskAttempt());
      try (ParquetWriter<IndexedRow> writer = open(unfinished)) {
        while (row != null && row.getInt(row.length() - 1) == file) {
          writer.write(new IndexedRow(row, firstIndex[file] + count++));
          row = rows.hasNext() ? rows.next() : null;
        }
      }
      finish(unfinished, file);
      counts.add(new Tuple2<>(file, count));
    }
    return counts;
  }

  /** Writes the files without rows, and removes files of earlier or failed writes. */
  void fillUp(int files, Set<Integer> written) throws IOException {
    for (int file = 0; file < files; file++) {
      if (!written.contains(file)) {
        Path unfinished = new Path(folder, ".unfinished-" + file);
        open(unfinished).close();
        finish(unfinished, file);
      }
    }
    OrderedParquet.clear(fileSystem(), new Path(folder), files);
  }

  private ParquetWriter<IndexedRow> open(Path path) throws IOException {
    fileSystem();
    Configuration hadoop = configuration.value();
    return new Builder(HadoopOutputFile.fromPath(path, hadoop), schema)
        .withConf(hadoop)
        .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        // One encoding per column: the footer lists several in the iteration order of a hash set of
        // enums, which differs between processes. Format version 1 always has two encodings, and a
        // dictionary adds one. Without dictionaries a row of 43 subwords of film reviews takes 84
        // bytes instead of 75, 13 % more; snappy, LZ4 and gzip need 86, 87 and 84.
        .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
        .withDictionaryEncoding(false)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .build();
  }

  /** A task that runs twice writes the same bytes twice; the later file replaces the earlier. */
  private void finish(Path unfinished, int file) throws IOException {
    Path path = new Path(folder, OrderedParquet.fileName(file));
    FileSystem fileSystem = fileSystem();
    fileSystem.delete(path, false);
    if (!fileSystem.rename(unfinished, path)) {
      throw new IOException(unfinished + " cannot be renamed to " + path);
    }
  }

  private FileSystem fileSystem() throws IOException {
    return OrderedParquet.fileSystem(new Path(folder), configuration.value());
  }

  private static long taskAttempt() {
    return TaskContext.get().taskAttemptId();
  }

  private static final class Builder extends ParquetWriter.Builder<IndexedRow, Builder> {
    private final StructType schema;

    Builder(OutputFile file, StructType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<IndexedRow> getWriteSupport(Configuration unused) {
      return new RowWriteSupport(schema);
    }
  }
}
