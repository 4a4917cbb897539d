package io.sunrise.preprocess.duplicates;

import static io.sunrise.preprocess.duplicates.Links.KEY;
import static io.sunrise.preprocess.duplicates.Links.LARGER;
import static io.sunrise.preprocess.duplicates.Links.SMALLER;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.data.Schemas;
import io.sunrise.similarity.Banding;
import io.sunrise.similarity.MinHash;
import io.sunrise.similarity.Ngrams;
import io.sunrise.similarity.WordHashes;
import io.sunrise.stage.StageRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds texts that are almost another: their word n-grams have at least the wished Jaccard
 * similarity, or a chain of such pairs leads to the other. The smallest id of each such component
 * is kept.
 *
 * <p>MinHash signatures are cut into bands; texts with an equal band stand in one bucket and are
 * compared: each with each among the {@value #COMPARED_EACH_TO_EACH} smallest ids of a bucket, the
 * others with its smallest id only, so that a bucket of k texts costs about k comparisons. What
 * this misses is a pair of which both texts stand in a large bucket behind an id that is like
 * neither; it is still found by any other band whose bucket is smaller or begins with a text like
 * both.
 */
public final class NearDuplicates {
  public static final String REASON = "near copy of another document";

  private static final int COMPARED_EACH_TO_EACH = 16;

  private final NearDuplicateSettings settings;
  private final Banding banding;

  NearDuplicates(NearDuplicateSettings settings) {
    this.settings = settings;
    this.banding = banding(settings);
  }

  /**
   * What was found; on the executors' disks until this is closed.
   *
   * @param copies larger and smaller: each near copy beside the one that is kept of its component
   * @param candidates pairs that were compared
   * @param pairs of these were similar enough
   */
  record Found(Persisted copies, long candidates, long pairs) implements AutoCloseable {
    @Override
    public void close() {
      copies.close();
    }
  }

  /**
   * Finds near copies, and says in the manifest how.
   *
   * @param texts id and text
   * @return id and reason of each near copy; persisted: the caller releases it
   */
  public static Dataset<Row> sift(
      Dataset<Row> texts, NearDuplicateSettings settings, StageRun run) {
    NearDuplicates duplicates = new NearDuplicates(settings);
    try (Found found = duplicates.find(texts)) {
      duplicates.note(found, run);
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

  private void note(Found found, StageRun run) {
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

  /** How signatures are cut. */
  static Banding banding(NearDuplicateSettings settings) {
    return Banding.of(settings.threshold(), settings.hashes());
  }

  /**
   * Finds the near copies among texts.
   *
   * @param texts id and text, read twice
   */
  Found find(Dataset<Row> texts) {
    Persisted candidates =
        Persisted.of(
            Links.among(buckets(texts), COMPARED_EACH_TO_EACH).select(LARGER, SMALLER).distinct());
    long compared = candidates.rows().count();
    if (compared == 0) {
      return new Found(candidates, 0, 0);
    }
    Persisted pairs = similar(candidates.rows(), texts);
    long similar = pairs.rows().count();
    candidates.close();
    return new Found(Components.smallest(pairs), compared, similar);
  }

  /** A row for each text and band. */
  private Dataset<Row> buckets(Dataset<Row> texts) {
    int ngram = settings.ngram();
    Banding bands = banding;
    MinHash minHash = new MinHash(bands.places());
    UDF1<String, long[]> keys =
        text -> {
          long[] ngrams = Ngrams.of(WordHashes.of(text), ngram);
          return ngrams.length == 0 ? ngrams : bands.keys(minHash.signature(ngrams));
        };
    // Called so, it is evaluated once a text: Spark would otherwise filter by it before exploding
    // it.
    UserDefinedFunction keysOf =
        udf(keys, DataTypes.createArrayType(DataTypes.LongType, false)).asNondeterministic();
    return texts
        .select(col(Schemas.ID), keysOf.apply(col(Schemas.TEXT)).as(KEY))
        .select(explode(col(KEY)).as(KEY), col(Schemas.ID));
  }

  /** The candidates that are as similar as wished. */
  private Persisted similar(Dataset<Row> candidates, Dataset<Row> texts) {
    Dataset<Row> ids = candidates.select(LARGER).union(candidates.select(SMALLER)).toDF(Schemas.ID);
    int ngram = settings.ngram();
    double threshold = settings.threshold();
    UDF2<String, String, Boolean> similar =
        (a, b) -> Ngrams.jaccard(Ngrams.set(a, ngram), Ngrams.set(b, ngram)) >= threshold;
    try (Persisted wanted = Persisted.of(texts.join(ids, new String[] {Schemas.ID}, "left_semi"))) {
      Persisted pairs =
          Persisted.of(
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
