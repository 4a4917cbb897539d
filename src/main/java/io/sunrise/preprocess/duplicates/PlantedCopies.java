package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.sunrise.CounterRandom;
import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.data.HashSample;
import io.sunrise.data.Schemas;
import io.sunrise.similarity.Banding;
import io.sunrise.similarity.Ngrams;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A sample of documents, each with an altered copy, for measuring the recall of the search; on the
 * executors' disks until this is closed.
 *
 * @param pairs of {@link #SCHEMA}
 */
record PlantedCopies(PersistedRows pairs) implements AutoCloseable {
  private static final String COPY_ID = "copyId";
  private static final String COPY = "copy";
  private static final String BIN = "bin";
  private static final String SOUGHT = "sought";
  private static final String EXPECTED = "expected";
  private static final String KEPT = "kept";
  private static final String KEPT_OF_COPY = "keptOfCopy";

  /** Fixed-point, so that a sum does not depend on the order of its terms. */
  private static final DataType SHARE = DataTypes.createDecimalType(18, 12);

  /**
   * With the lower end of the pair's bin of similarities in percent, whether its similarity reaches
   * the threshold, and the probability that the search finds it.
   */
  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType, false)
          .add(Schemas.TEXT, DataTypes.StringType, false)
          .add(COPY_ID, DataTypes.StringType, false)
          .add(COPY, DataTypes.StringType, false)
          .add(BIN, DataTypes.IntegerType, false)
          .add(SOUGHT, DataTypes.BooleanType, false)
          .add(EXPECTED, SHARE, false);

  /**
   * Plants a copy of each of {@link NearDuplicateSettings#plantedCopies} texts, chosen by the hash
   * of their ids; unchanged copies are left out.
   *
   * @param texts id and text
   */
  static PlantedCopies of(Dataset<Row> texts, NearDuplicateSettings settings, long seed) {
    Banding banding = NearDuplicates.banding(settings);
    FlatMapFunction<Row, Row> plant =
        row -> pair(row.getString(0), row.getString(1), seed, settings, banding);
    Dataset<Row> sample =
        HashSample.keep(
            texts.select(Schemas.ID, Schemas.TEXT),
            settings.plantedCopies(),
            seed,
            List.of(Schemas.ID),
            List.of());
    return new PlantedCopies(PersistedRows.of(sample.flatMap(plant, Encoders.row(SCHEMA))));
  }

  private static Iterator<Row> pair(
      String id, String text, long seed, NearDuplicateSettings settings, Banding banding) {
    String copy = AlteredText.of(text, CounterRandom.key(seed, "planted copy of " + id));
    if (copy.equals(text)) {
      return Stream.<Row>empty().iterator();
    }
    double similarity =
        Ngrams.jaccard(Ngrams.set(text, settings.ngram()), Ngrams.set(copy, settings.ngram()));
    boolean sought = similarity >= settings.threshold();
    double expected = sought ? banding.recall(similarity) : 0;
    Row pair =
        RowFactory.create(
            id,
            text,
            id + " copy",
            copy,
            SearchAccuracy.bin(similarity),
            sought,
            BigDecimal.valueOf(expected));
    return List.of(pair).iterator();
  }

  /** Id and text of all sampled documents and copies. */
  Dataset<Row> documents() {
    return pairs
        .rows()
        .select(
            inline(
                array(
                    struct(col(Schemas.ID), col(Schemas.TEXT)),
                    struct(col(COPY_ID).as(Schemas.ID), col(COPY).as(Schemas.TEXT)))));
  }

  /**
   * Counts the pairs that were found, which are those within one component.
   *
   * @param copies larger and smaller, from {@link NearDuplicates.Found}
   * @return the bins in ascending order
   */
  List<SearchAccuracy.Bin> tally(Dataset<Row> copies) {
    Column found =
        coalesce(col(KEPT), col(Schemas.ID)).equalTo(coalesce(col(KEPT_OF_COPY), col(COPY_ID)));
    return joined(joined(pairs.rows(), copies, Schemas.ID, KEPT), copies, COPY_ID, KEPT_OF_COPY)
        .groupBy(BIN)
        .agg(
            count(lit(1)),
            sum(col(SOUGHT).cast("long")),
            sum(EXPECTED).cast("double"),
            sum(found.cast("long")),
            sum(found.and(col(SOUGHT)).cast("long")))
        .orderBy(BIN)
        .collectAsList()
        .stream()
        .map(
            row ->
                new SearchAccuracy.Bin(
                    row.getInt(0),
                    row.getLong(1),
                    row.getLong(2),
                    row.getDouble(3),
                    row.getLong(4),
                    row.getLong(5)))
        .toList();
  }

  private static Dataset<Row> joined(
      Dataset<Row> pairs, Dataset<Row> copies, String id, String kept) {
    return pairs.join(copies.toDF(id, kept), new String[] {id}, "left_outer");
  }

  @Override
  public void close() {
    pairs.close();
  }
}
