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
 * The counts of the words that are frequent enough to train on.
 *
 * @param frequent counts by word
 * @param words the total number of words, including repeats
 */
record WordCounts(Map<String, Long> frequent, long words) {
  /** Longer words are not counted: WordPiece encodes them as [UNK]. */
  private static final int MAX_WORD_LENGTH = 100;

  /**
   * The maximum number of words on the driver, about 200 MB. In larger corpora the least frequent
   * words are left out, all words of one frequency together.
   */
  private static final long MAX_WORDS = 1_000_000;

  private static final String WORD = "word";
  private static final String COUNT = "count";

  private static final StructType SCHEMA =
      new StructType().add(WORD, DataTypes.StringType, false).add(COUNT, DataTypes.LongType, false);

  /**
   * Counts.
   *
   * @param rarest less frequent words are not included
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
   * The smallest frequency such that the words of this and all higher frequencies fit on the
   * driver.
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
