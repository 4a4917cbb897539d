package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import io.sunrise.SunriseException;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.config.DecontaminationSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows;
import io.sunrise.similarity.KeyTable;
import io.sunrise.similarity.SharedNgrams;
import io.sunrise.similarity.WordHashes;
import io.sunrise.stage.StageRun;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/** Finds training texts that share n-grams with the texts of the test sets. */
public final class Decontamination {
  /** The maximum number of keys (150 MB) to broadcast to the executors; more are joined. */
  private static final int MAX_BROADCAST_KEYS = 1 << 22;

  private static final int MAX_SOURCES = 100;

  private final DecontaminationSettings settings;
  private final TextCleaner cleaner;
  private final SharedNgrams shared;
  private final int maxBroadcastKeys;

  Decontamination(DecontaminationSettings settings, TextCleaner cleaner, int maxBroadcastKeys) {
    this.settings = settings;
    this.cleaner = cleaner;
    this.shared = new SharedNgrams(settings.ngram(), settings.minWords());
    this.maxBroadcastKeys = maxBroadcastKeys;
  }

  /** The paths that are read, for the staleness check. */
  public static List<String> paths(DecontaminationSettings settings) {
    return settings.sources().stream()
        .flatMap(each -> each.source().path().stream())
        .distinct()
        .toList();
  }

  /** The possible reasons to drop a text, one per source. */
  public static List<String> reasons(DecontaminationSettings settings) {
    return names(settings).stream().map(name -> "shares text with " + name).toList();
  }

  private static List<String> names(DecontaminationSettings settings) {
    return settings.sources().stream().map(each -> each.source().name()).distinct().toList();
  }

  /**
   * Finds the texts that share n-grams with any of the sources.
   *
   * @param texts id and text
   * @param cleaner with which the texts were cleaned
   * @return id and reason of each such text; persisted, to be released by the caller
   */
  public static Dataset<Row> search(
      Dataset<Row> texts,
      DecontaminationSettings settings,
      TextCleaner cleaner,
      ReadLimits limits,
      long seed,
      StageRun run) {
    checkSettings(settings);
    return new Decontamination(settings, cleaner, MAX_BROADCAST_KEYS)
        .read(texts, limits, seed, run);
  }

  /** Refuses settings that contradict one another. */
  public static void checkSettings(DecontaminationSettings settings) {
    if (settings.minWords() > settings.ngram()) {
      throw SunriseException.of(
          "preprocess.decontamination.min-words is %d, ngram is %d; expected min-words of at most"
              + " ngram",
          settings.minWords(), settings.ngram());
    }
    if (settings.sources().size() > MAX_SOURCES) {
      throw SunriseException.of(
          "preprocess.decontamination.sources names %d sources; expected at most %d: name folders"
              + " or globs",
          settings.sources().size(), MAX_SOURCES);
    }
  }

  private Dataset<Row> read(Dataset<Row> texts, ReadLimits limits, long seed, StageRun run) {
    try (SourceRows rows = SourceRows.read(texts.sparkSession(), sources(settings), seed, limits)) {
      run.value(
          "decontamination",
          Map.of("testTexts", rows.keptRows(), "unreadableTestTexts", rows.rejectedRows()));
      return find(texts, rows.kept());
    }
  }

  /** The sources of the test texts. */
  public static List<Source> sources(DecontaminationSettings settings) {
    return settings.sources().stream().map(Decontamination::source).toList();
  }

  /** Unlabelled rows count as test texts too; generated text always has a label. */
  private static Source source(LabelledSource labelled) {
    return labelled.source().type() == SourceType.GENERATED
        ? Source.ofLabelled(labelled)
        : Source.ofTexts(
            new CollectedSource(
                labelled.source(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                0,
                false));
  }

  /**
   * Id and reason of each text that shares n-grams with the test texts; persisted.
   *
   * @param tests source and text
   */
  Dataset<Row> find(Dataset<Row> texts, Dataset<Row> tests) {
    try (TestKeys keys = TestKeys.of(tests, names(settings), cleaner, shared)) {
      if (keys.count() > maxBroadcastKeys) {
        return named(joined(texts, keys));
      }
      JavaSparkContext context =
          JavaSparkContext.fromSparkContext(texts.sparkSession().sparkContext());
      Broadcast<KeyTable> table = context.broadcast(keys.table());
      try {
        return named(lookedUp(texts, keys, table));
      } finally {
        table.unpersist();
      }
    }
  }

  private Dataset<Row> lookedUp(Dataset<Row> texts, TestKeys keys, Broadcast<KeyTable> table) {
    KeysOf keysOf = new KeysOf(shared, keys.lengths());
    UDF1<String, Integer> place =
        text ->
            keysOf.stream(text)
                .mapToInt(table.value()::get)
                .filter(found -> found != KeyTable.ABSENT)
                .min()
                .orElse(KeyTable.ABSENT);
    return texts
        .select(
            col(Schemas.ID),
            udf(place, DataTypes.IntegerType)
                .asNondeterministic()
                .apply(col(Schemas.TEXT))
                .as(TestKeys.SOURCE))
        .filter(col(TestKeys.SOURCE).notEqual(KeyTable.ABSENT));
  }

  private Dataset<Row> joined(Dataset<Row> texts, TestKeys keys) {
    KeysOf keysOf = new KeysOf(shared, keys.lengths());
    UDF1<String, long[]> all = text -> keysOf.stream(text).toArray();
    return texts
        .select(
            col(Schemas.ID),
            explode(
                    udf(all, DataTypes.createArrayType(DataTypes.LongType, false))
                        .apply(col(Schemas.TEXT)))
                .as(TestKeys.KEY))
        .join(keys.keys(), TestKeys.KEY)
        .groupBy(Schemas.ID)
        .agg(min(TestKeys.SOURCE).as(TestKeys.SOURCE));
  }

  private Dataset<Row> named(Dataset<Row> found) {
    Column reasons = lit(reasons(settings).toArray(String[]::new));
    Dataset<Row> named =
        found
            .select(
                col(Schemas.ID),
                element_at(reasons, col(TestKeys.SOURCE).plus(1)).as(Schemas.REASON))
            .persist(StorageLevel.DISK_ONLY());
    named.count();
    return named;
  }

  /** The keys of a document that could match those of test texts. */
  private record KeysOf(SharedNgrams shared, List<Integer> lengths) implements Serializable {
    LongStream stream(String text) {
      long[] words = WordHashes.of(text);
      return lengths.stream().flatMapToLong(n -> LongStream.of(shared.keys(words, n)));
    }
  }
}
