package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.sunrise.data.Schemas;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.PreTokenizer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * How often each word occurs, of those frequent enough to learn from.
 *
 * @param frequent word to count
 * @param words all words of the texts, repeats included
 */
record WordCounts(Map<String, Long> frequent, long words) {
  /** No vocabulary has use for longer ones: WordPiece makes [UNK] of them. */
  private static final int MAX_WORD_LENGTH = 100;

  /**
   * What the driver holds at most, about 200 MB. In larger corpora the least frequent words give
   * way, all of one frequency together.
   */
  private static final long MAX_WORDS = 1_000_000;

  private static final String WORD = "word";
  private static final String COUNT = "count";

  private static final StructType SCHEMA =
      new StructType().add(WORD, DataTypes.StringType, false).add(COUNT, DataTypes.LongType, false);

  /**
   * Counts.
   *
   * @param rarest of less frequent words there is no count
   */
  static WordCounts of(Dataset<Row> texts, PreTokenizer preTokenizer, long rarest, StageRun run) {
    return SparkStep.run(
        run,
        "counting words",
        "words",
        () -> countWords(texts, preTokenizer, rarest),
        counts -> counts.words);
  }

  private static WordCounts countWords(Dataset<Row> texts, PreTokenizer preTokenizer, long rarest) {
    JavaRDD<Row> partial =
        texts
            .select(Schemas.TEXT)
            .javaRDD()
            .mapPartitions(rows -> new PartialWordCounts(rows, preTokenizer));
    Dataset<Row> counts =
        texts
            .sparkSession()
            .createDataFrame(partial, SCHEMA)
            .groupBy(WORD)
            .agg(sum(COUNT).as(COUNT))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Row words = counts.agg(sum(COUNT)).first();
      Dataset<Row> learnable =
          counts.filter(length(col(WORD)).leq(MAX_WORD_LENGTH)).filter(col(COUNT).geq(rarest));
      Map<String, Long> frequent = new HashMap<>();
      Iterator<Row> rows = learnable.filter(col(COUNT).geq(floor(learnable))).toLocalIterator();
      rows.forEachRemaining(row -> frequent.put(row.getString(0), row.getLong(1)));
      return new WordCounts(frequent, words.isNullAt(0) ? 0 : words.getLong(0));
    } finally {
      counts.unpersist();
    }
  }

  /**
   * The smallest frequency of which, with all above it, there are no more than the driver holds.
   */
  private static long floor(Dataset<Row> counts) {
    List<Row> frequencies =
        counts
            .groupBy(COUNT)
            .agg(functions.count(lit(1)).as("words"))
            .orderBy(col(COUNT).desc())
            .collectAsList();
    long words = 0;
    long floor = Long.MAX_VALUE;
    for (Row frequency : frequencies) {
      words += frequency.getLong(1);
      if (words > MAX_WORDS) {
        return floor;
      }
      floor = frequency.getLong(0);
    }
    return floor;
  }
}
