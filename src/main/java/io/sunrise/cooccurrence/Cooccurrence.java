package io.sunrise.cooccurrence;

import io.sunrise.data.Schemas;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The counts of pairs of tokens of a text, in blocks on the executors. Close it to free them.
 *
 * <p>A task holds a triangle of counts and a table, a reducer one block; the driver holds one count
 * a token. The sums are exact, so they are the same for any partitions of the rows.
 */
public final class Cooccurrence implements AutoCloseable {
  /** Of the counting of pairs, each with its own triangle to send. */
  private static final int TASKS_PER_CORE = 2;

  private static final int MOST_REDUCERS = 256;

  private final JavaRDD<int[]> rows;
  private final int cores;
  private final CountingMemory memory;
  private final long[] counts;
  private final FrequencyRanks ranks;
  private CountedPairs pairs;
  private JavaPairRDD<Integer, byte[]> blocks;

  /**
   * Counts the tokens.
   *
   * @param text rows with the column {@link Schemas#TOKENS}
   * @param vocabularySize larger than every id
   * @param special the tokens that are no context and have no vector
   */
  public Cooccurrence(Dataset<Row> text, int vocabularySize, SpecialTokens special) {
    cores = text.sparkSession().sparkContext().defaultParallelism();
    memory = CountingMemory.of(text.sparkSession());
    JavaRDD<int[]> all = text.select(Schemas.TOKENS).javaRDD().map(row -> ids(row.getList(0)));
    rows = all.coalesce(Math.max(1, Math.min(all.getNumPartitions(), TASKS_PER_CORE * cores)));
    counts =
        rows.mapPartitions(part -> List.of(counts(part, vocabularySize)).iterator())
            .treeReduce(Cooccurrence::plus);
    ranks = new FrequencyRanks(counts, special);
  }

  private static int[] ids(List<Integer> tokens) {
    int[] ids = new int[tokens.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens.get(i);
    }
    return ids;
  }

  private static long[] counts(Iterator<int[]> rows, int vocabularySize) {
    long[] counts = new long[vocabularySize];
    rows.forEachRemaining(
        row -> {
          for (int token : row) {
            counts[token]++;
          }
        });
    return counts;
  }

  private static long[] plus(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /** How often each token occurs, by id; special ones too. */
  public long[] tokenCounts() {
    return counts.clone();
  }

  /** All occurrences of tokens. */
  public long tokens() {
    return Arrays.stream(counts).sum();
  }

  /**
   * Counts the pairs.
   *
   * @param window the largest distance of a pair, at least 1
   * @param contexts how many of the most frequent tokens are paired with every token, at most
   *     {@link CountingMemory#MOST_CONTEXTS}
   */
  public void countPairs(int window, int contexts) {
    count(window, contexts);
  }

  /**
   * Counts in how many rows each pair of different tokens is.
   *
   * @param contexts as above
   */
  public void countPairsOfRows(int contexts) {
    count(CountedPairs.WHOLE_ROW, contexts);
  }

  private void count(int window, int contexts) {
    CountedPairs counted = new CountedPairs(ranks.size(), Math.min(contexts, ranks.size()), window);
    FrequencyRanks rankOf = ranks;
    int dense = memory.dense(counted.contexts());
    blocks =
        rows.mapPartitionsToPair(
                part -> new CountedBlocks(map(part, rankOf), new PairCounter(counted, dense)))
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(Math.max(1, Math.min(counted.blocks(), MOST_REDUCERS))))
            .mapPartitionsToPair(part -> new SummedBlocks(part, counted))
            .persist(StorageLevel.MEMORY_AND_DISK());
    pairs = counted;
    blocks.count();
  }

  private static Iterator<int[]> map(Iterator<int[]> rows, FrequencyRanks ranks) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public int[] next() {
        return ranks.ranks(rows.next());
      }
    };
  }

  FrequencyRanks ranks() {
    return ranks;
  }

  CountedPairs pairs() {
    return pairs;
  }

  /** The cells of each block, as {@link CellWriter} writes them. */
  JavaPairRDD<Integer, byte[]> blocks() {
    return blocks;
  }

  @Override
  public void close() {
    if (blocks != null) {
      blocks.unpersist(false);
    }
  }
}
