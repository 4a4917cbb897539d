package io.sunrise.preprocess;

import io.sunrise.cleaning.TextCleaner;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Lines that stand in many documents: menus, licences, "click here".
 *
 * @param lines sorted hashes
 */
record Boilerplate(long[] lines) implements Serializable {
  /** What is held at most, 8 MB: those in most documents. */
  private static final int MAX_LINES = 1_000_000;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /**
   * Counts the documents of every line.
   *
   * @param documents id and text
   * @param minDocuments 0 for none
   */
  static Boilerplate of(JavaRDD<Row> documents, TextCleaner cleaner, long minDocuments) {
    if (minDocuments == 0) {
      return new Boilerplate(new long[0]);
    }
    List<Tuple2<Long, Long>> most =
        documents
            .flatMap(document -> hashes(cleaner.lines(document.getString(1))).iterator())
            .mapToPair(hash -> new Tuple2<>(hash, 1L))
            .reduceByKey(Long::sum)
            .filter(line -> line._2() >= minDocuments)
            .takeOrdered(MAX_LINES, new MostDocuments());
    return new Boilerplate(most.stream().mapToLong(Tuple2::_1).sorted().toArray());
  }

  /** Of lines in equally many documents the hash decides, which no partitioning changes. */
  private static final class MostDocuments implements Comparator<Tuple2<Long, Long>>, Serializable {
    @Override
    public int compare(Tuple2<Long, Long> a, Tuple2<Long, Long> b) {
      int documents = Long.compare(b._2(), a._2());
      return documents != 0 ? documents : Long.compare(a._1(), b._1());
    }
  }

  /** A text without these lines; a blank line stays between what they parted. */
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
