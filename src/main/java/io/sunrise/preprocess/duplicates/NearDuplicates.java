package io.sunrise.preprocess.duplicates;

import static io.sunrise.preprocess.duplicates.GroupEdges.KEY;
import static io.sunrise.preprocess.duplicates.GroupEdges.LARGER;
import static io.sunrise.preprocess.duplicates.GroupEdges.SMALLER;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.console.JobDescription;
import io.sunrise.data.Schemas;
import io.sunrise.similarity.Banding;
import io.sunrise.similarity.MinHash;
import io.sunrise.similarity.Ngrams;
import io.sunrise.similarity.WordHashes;
import io.sunrise.stage.StageRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds near copies of texts: pairs of which the word n-grams have at least the given Jaccard
 * similarity, and texts that are connected by a chain of such pairs. The smallest id of each
 * connected component is kept.
 *
 * <p>MinHash signatures are split into bands; texts with an equal band are in one bucket and are
 * compared: the {@value #COMPARED_PAIRWISE} smallest ids of a bucket pairwise, the others with the
 * smallest id only, so that a bucket of k texts costs about k comparisons. This misses a pair in a
 * large bucket if the text with the smallest id is similar to neither; any other band finds it
 * whose bucket is smaller or has a similar text with the smallest id.
 */
public final class NearDuplicates {
  public static final String REASON = "near copy of another document";

  private static final int COMPARED_PAIRWISE = 16;

  private final NearDuplicateSettings settings;
  private final Banding banding;

  NearDuplicates(NearDuplicateSettings settings) {
    this.settings = settings;
    this.banding = banding(settings);
  }

  /**
   * The result; on the executors' disks until it is closed.
   *
   * @param copies larger and smaller: each near copy and the id that is kept of its component
   * @param candidates the number of compared pairs
   * @param pairs the number of similar pairs
   */
  record Found(PersistedRows copies, long candidates, long pairs) implements AutoCloseable {
    @Override
    public void close() {
      copies.close();
    }
  }

  /**
   * Finds near copies, and records the parameters of the search in the manifest.
   *
   * @param texts id and text
   * @return id and reason of each near copy; persisted, to be released by the caller
   */
  public static Dataset<Row> search(
      Dataset<Row> texts, NearDuplicateSettings settings, StageRun run) {
    NearDuplicates duplicates = new NearDuplicates(settings);
    try (Found found = duplicates.find(texts)) {
      duplicates.record(found, run);
      Dataset<Row> dropped =
          found
              .copies
              .rows()
              .select(col(LARGER).as(Schemas.ID), lit(REASON).as(Schemas.REASON))
              .persist(StorageLevel.DISK_ONLY());
      dropped.count();
      return dropped;
    }
  }

  private void record(Found found, StageRun run) {
    Map<String, Double> recall = new LinkedHashMap<>();
    for (int percent = 30; percent <= 100; percent += 5) {
      recall.put(
          String.format(Locale.ROOT, "%.2f", percent / 100.0), banding.recall(percent / 100.0));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bands", banding.bands());
    values.put("hashesPerBand", banding.rows());
    values.put("candidatesBySimilarity", recall);
    values.put("compared", found.candidates);
    values.put("similar", found.pairs);
    run.value("nearDuplicates", values);
  }

  /** The bands of the signatures. */
  static Banding banding(NearDuplicateSettings settings) {
    return Banding.of(settings.threshold(), settings.hashes());
  }

  /**
   * Finds the near copies among texts.
   *
   * @param texts id and text, read twice
   */
  Found find(Dataset<Row> texts) {
    PersistedRows candidates = step(texts, "candidates", () -> candidates(texts));
    long compared = step(texts, "candidates", candidates.rows()::count);
    if (compared == 0) {
      return new Found(candidates, 0, 0);
    }
    PersistedRows pairs = step(texts, "verify", () -> similar(candidates.rows(), texts));
    long similar = step(texts, "verify", pairs.rows()::count);
    candidates.close();
    PersistedRows copies = step(texts, "components", () -> Components.smallest(pairs));
    return new Found(copies, compared, similar);
  }

  private static <T> T step(Dataset<Row> texts, String step, Supplier<T> work) {
    return JobDescription.step(
        texts.sparkSession().sparkContext(), "near duplicates, " + step, work::get);
  }

  private PersistedRows candidates(Dataset<Row> texts) {
    return PersistedRows.of(
        GroupEdges.among(buckets(texts), COMPARED_PAIRWISE).select(LARGER, SMALLER).distinct());
  }

  /** One row for each text and band. */
  private Dataset<Row> buckets(Dataset<Row> texts) {
    int ngram = settings.ngram();
    Banding bands = banding;
    MinHash minHash = new MinHash(bands.places());
    UDF1<String, long[]> keys =
        text -> {
          long[] ngrams = Ngrams.of(WordHashes.of(text), ngram);
          return ngrams.length == 0 ? ngrams : bands.keys(minHash.signature(ngrams));
        };
    // Declared non-deterministic, it is evaluated once per text: Spark would otherwise evaluate it
    // again in a filter before the explode.
    UserDefinedFunction keysOf =
        udf(keys, DataTypes.createArrayType(DataTypes.LongType, false)).asNondeterministic();
    return texts
        .select(col(Schemas.ID), keysOf.apply(col(Schemas.TEXT)).as(KEY))
        .select(explode(col(KEY)).as(KEY), col(Schemas.ID));
  }

  /** The candidates with at least the requested similarity. */
  private PersistedRows similar(Dataset<Row> candidates, Dataset<Row> texts) {
    Dataset<Row> ids = candidates.select(LARGER).union(candidates.select(SMALLER)).toDF(Schemas.ID);
    int ngram = settings.ngram();
    double threshold = settings.threshold();
    UDF2<String, String, Boolean> similar =
        (a, b) -> Ngrams.jaccard(Ngrams.set(a, ngram), Ngrams.set(b, ngram)) >= threshold;
    try (PersistedRows wanted =
        PersistedRows.of(texts.join(ids, new String[] {Schemas.ID}, "left_semi"))) {
      PersistedRows pairs =
          PersistedRows.of(
              candidates
                  .join(wanted.rows().toDF(LARGER, "largerText"), LARGER)
                  .join(wanted.rows().toDF(SMALLER, "smallerText"), SMALLER)
                  .filter(
                      udf(similar, DataTypes.BooleanType)
                          .apply(col("largerText"), col("smallerText")))
                  .select(LARGER, SMALLER));
      pairs.rows().count();
      return pairs;
    }
  }
}
