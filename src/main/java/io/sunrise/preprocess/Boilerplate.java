package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.sunrise.cleaning.TextCleaner;
import io.sunrise.data.HashSample;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Lines that occur in many documents: menus, licences, "click here".
 *
 * @param lines sorted hashes of the lines
 */
record Boilerplate(long[] lines) implements Serializable {
  /** The maximum number of lines, 8 MB: those in the most documents are kept. */
  private static final long MAX_LINES = 1_000_000;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final String LINE = "line";
  private static final String DOCUMENTS = "documents";

  /**
   * Counts the documents in which each line occurs.
   *
   * @param documents id and text
   * @param minDocuments the least number of documents; 0 disables the search
   */
  static Boilerplate of(Dataset<Row> documents, TextCleaner cleaner, long minDocuments) {
    return minDocuments == 0
        ? new Boilerplate(new long[0])
        : of(documents, cleaner, minDocuments, MAX_LINES);
  }

  /** The same with another maximum number of lines. */
  static Boilerplate of(
      Dataset<Row> documents, TextCleaner cleaner, long minDocuments, long maxLines) {
    FlatMapFunction<Row, Long> lines =
        document -> hashes(cleaner.lines(document.getString(1))).iterator();
    Dataset<Row> repeated =
        documents
            .flatMap(lines, Encoders.LONG())
            .groupBy(col("value").as(LINE))
            .agg(count(lit(1)).as(DOCUMENTS))
            .filter(col(DOCUMENTS).geq(minDocuments))
            .persist(StorageLevel.DISK_ONLY());
    try {
      // The driver receives eight bytes per line, for the kept lines only.
      List<long[]> kept =
          inMostDocuments(repeated, maxLines)
              .select(LINE)
              .javaRDD()
              .mapPartitions(rows -> List.of(array(rows)).iterator())
              .collect();
      return new Boilerplate(kept.stream().flatMapToLong(LongStream::of).sorted().toArray());
    } finally {
      repeated.unpersist();
    }
  }

  /** Ties in the number of documents are broken by a hash, independent of the partitioning. */
  private static Dataset<Row> inMostDocuments(Dataset<Row> repeated, long lines) {
    List<Row> frequencies =
        repeated
            .groupBy(DOCUMENTS)
            .agg(count(lit(1)))
            .orderBy(col(DOCUMENTS).desc())
            .collectAsList();
    long left = lines;
    for (Row frequency : frequencies) {
      long documents = frequency.getLong(0);
      if (left == 0) {
        return repeated.filter(col(DOCUMENTS).gt(documents));
      }
      if (frequency.getLong(1) > left) {
        Dataset<Row> tied = repeated.filter(col(DOCUMENTS).equalTo(documents));
        return repeated
            .filter(col(DOCUMENTS).gt(documents))
            .union(HashSample.keep(tied, left, MULTIPLIER, List.of(LINE), List.of()));
      }
      left -= frequency.getLong(1);
    }
    return repeated;
  }

  private static long[] array(Iterator<Row> rows) {
    LongStream.Builder lines = LongStream.builder();
    rows.forEachRemaining(row -> lines.add(row.getLong(0)));
    return lines.build().toArray();
  }

  /** Removes these lines from a text; a blank line remains between the parts they separated. */
  String without(String text) {
    if (lines.length == 0) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    int gap = 0;
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty() || Arrays.binarySearch(lines, hash(line)) >= 0) {
        gap = 2;
      } else {
        kept.append("\n".repeat(kept.length() == 0 ? 0 : Math.max(1, gap))).append(line);
        gap = 0;
      }
    }
    return kept.toString();
  }

  private static Set<Long> hashes(String text) {
    Set<Long> hashes = new HashSet<>();
    for (String line : text.split("\n")) {
      if (!line.isEmpty()) {
        hashes.add(hash(line));
      }
    }
    return hashes;
  }

  private static long hash(String line) {
    long hash = MULTIPLIER;
    for (int i = 0; i < line.length(); i++) {
      hash = (hash ^ line.charAt(i)) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return hash;
  }
}
