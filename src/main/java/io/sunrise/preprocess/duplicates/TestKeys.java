package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.min;

import io.sunrise.cleaning.TextCleaner;
import io.sunrise.data.Schemas;
import io.sunrise.similarity.KeyTable;
import io.sunrise.similarity.SharedNgrams;
import io.sunrise.similarity.WordHashes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The keys of the test texts, which no document may have; on the executors' disks until this is
 * closed.
 *
 * @param keys key, its length in words and the index of its source, each key once
 * @param lengths the lengths that occur, in ascending order
 */
record TestKeys(Dataset<Row> keys, long count, List<Integer> lengths) implements AutoCloseable {
  static final String KEY = "key";
  static final String SOURCE = "place";
  private static final String LENGTH = "length";

  private static final StructType SCHEMA =
      new StructType()
          .add(KEY, DataTypes.LongType, false)
          .add(LENGTH, DataTypes.IntegerType, false)
          .add(SOURCE, DataTypes.IntegerType, false);

  /**
   * Computes the keys.
   *
   * @param tests source and text
   * @param sources the names of the sources
   */
  static TestKeys of(
      Dataset<Row> tests, List<String> sources, TextCleaner cleaner, SharedNgrams shared) {
    List<String> names = new ArrayList<>(sources);
    FlatMapFunction<Row, Row> keys = row -> keys(row, names, cleaner, shared);
    Dataset<Row> distinct =
        tests
            .select(Schemas.SOURCE, Schemas.TEXT)
            .flatMap(keys, Encoders.row(SCHEMA))
            .groupBy(KEY)
            .agg(min(LENGTH).as(LENGTH), min(SOURCE).as(SOURCE))
            .persist(StorageLevel.DISK_ONLY());
    long count = distinct.count();
    List<Integer> lengths =
        distinct.select(LENGTH).distinct().orderBy(LENGTH).as(Encoders.INT()).collectAsList();
    return new TestKeys(distinct, count, List.copyOf(lengths));
  }

  private static Iterator<Row> keys(
      Row row, List<String> sources, TextCleaner cleaner, SharedNgrams shared) {
    int source = sources.indexOf(row.getString(0));
    long[] words = WordHashes.of(cleaner.clean(row.getString(1)));
    int length = shared.length(words);
    return LongStream.of(shared.keys(words, length))
        .mapToObj(key -> RowFactory.create(key, length, source))
        .iterator();
  }

  /** The keys of one partition. */
  private record Chunk(long[] keys, int[] sources) implements Serializable {}

  /** All keys, for broadcasting. */
  KeyTable table() {
    KeyTable table = new KeyTable(Math.toIntExact(count));
    for (Chunk chunk :
        keys.select(KEY, SOURCE).javaRDD().mapPartitions(TestKeys::chunk).collect()) {
      for (int i = 0; i < chunk.keys.length; i++) {
        table.put(chunk.keys[i], chunk.sources[i]);
      }
    }
    return table;
  }

  private static Iterator<Chunk> chunk(Iterator<Row> rows) {
    LongStream.Builder keys = LongStream.builder();
    IntStream.Builder sources = IntStream.builder();
    rows.forEachRemaining(
        row -> {
          keys.add(row.getLong(0));
          sources.add(row.getInt(1));
        });
    return List.of(new Chunk(keys.build().toArray(), sources.build().toArray())).iterator();
  }

  @Override
  public void close() {
    keys.unpersist();
  }
}
