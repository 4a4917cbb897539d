package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.sha2;
import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.CounterRandom;
import io.sunrise.SparkTesting;
import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.data.Schemas;
import io.sunrise.preprocess.duplicates.SearchAccuracy.Bin;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class NearDuplicatesIT {
  private static final SparkSession SPARK = SparkTesting.session();
  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType)
          .add(Schemas.TEXT, DataTypes.StringType);

  private final NearDuplicates duplicates = new NearDuplicates(settings(0));

  private static NearDuplicateSettings settings(int plantedCopies) {
    return new NearDuplicateSettings(true, 0.8, 5, 128, plantedCopies);
  }

  /** About 200 words in sentences, dissimilar to all other texts. */
  private static String text(int index) {
    long key = CounterRandom.derive(CounterRandom.key(1, "text"), index);
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < 200; word++) {
      text.append("word").append(CounterRandom.below(key, word, 5000));
      text.append(CounterRandom.below(key, -1 - word, 12) == 0 ? ". " : " ");
    }
    return text.toString().strip();
  }

  private static Dataset<Row> dataset(List<Row> rows) {
    return SPARK.createDataFrame(rows, SCHEMA);
  }

  private static Dataset<Row> dataset(String... idsAndTexts) {
    return dataset(
        IntStream.range(0, idsAndTexts.length / 2)
            .mapToObj(i -> RowFactory.create(idsAndTexts[2 * i], idsAndTexts[2 * i + 1]))
            .toList());
  }

  private static Set<String> dropped(NearDuplicates duplicates, Dataset<Row> texts) {
    try (NearDuplicates.Found found = duplicates.find(texts)) {
      List<String> dropped =
          found.copies().rows().select(GroupEdges.LARGER).as(Encoders.STRING()).collectAsList();
      Set<String> once = new TreeSet<>(dropped);
      assertThat(dropped).hasSameSizeAs(once);
      assertThat(
              found
                  .copies()
                  .rows()
                  .select(GroupEdges.SMALLER)
                  .as(Encoders.STRING())
                  .collectAsList())
          .noneMatch(once::contains);
      return once;
    }
  }

  private static Dataset<Row> texts(int count) {
    return dataset(
        IntStream.range(0, count)
            .mapToObj(NearDuplicatesIT::text)
            .map(text -> RowFactory.create(id(text), text))
            .toList());
  }

  @Test
  void theRecallOfTheSearchIsThatOfTheBandsAndItsPrecisionOne() {
    List<Bin> bins = SearchAccuracy.of(texts(3000), settings(2500), 1).bins();
    for (Bin bin : bins) {
      if (bin.percent() < 80) {
        assertThat(bin.sought()).isZero();
        assertThat(bin.found()).as("found at %d%%", bin.percent()).isZero();
        assertThat(bin.recall()).isEmpty();
        assertThat(bin.precision()).isEmpty();
      } else {
        double expected = bin.expectedRecall().orElseThrow();
        double deviation = Math.sqrt(expected * (1 - expected) / bin.planted());
        assertThat(bin.planted()).as("planted at %d%%", bin.percent()).isGreaterThan(20);
        assertThat(bin.recall().orElseThrow())
            .as("recall at %d%%, expected %.3f", bin.percent(), expected)
            .isBetween(expected - 4 * deviation - 0.002, expected + 4 * deviation + 0.002);
        assertThat(bin.precision()).contains(1.0);
      }
    }
    assertThat(bins).hasSizeGreaterThan(8);
    assertThat(bins.stream().mapToLong(Bin::planted).sum()).isBetween(2300L, 2500L);
  }

  @Test
  void whatIsMeasuredIsTheSameForAnyPartitionsAndOrder() {
    Dataset<Row> texts = texts(300);
    SearchAccuracy once = SearchAccuracy.of(texts.repartition(1), settings(200), 1);
    assertThat(SearchAccuracy.of(texts.orderBy(rand(3)).repartition(9), settings(200), 1))
        .isEqualTo(once);
    assertThat(SearchAccuracy.of(texts, settings(200), 2)).isNotEqualTo(once);
  }

  @Test
  void theSameTextsStayForAnyPartitionsAndOrder() {
    try (PlantedCopies planted = PlantedCopies.of(texts(300), settings(300), 1)) {
      Dataset<Row> texts = planted.documents();
      Set<String> once = dropped(duplicates, texts.repartition(1));
      assertThat(once).hasSizeGreaterThan(50);
      assertThat(dropped(duplicates, texts.repartition(7))).isEqualTo(once);
      assertThat(dropped(duplicates, texts.orderBy(rand(3)).repartition(50))).isEqualTo(once);
    }
  }

  @Test
  void aChainOfCopiesLeavesItsSmallestId() {
    List<String> words = Arrays.asList(text(1).split(" "));
    List<Row> chain =
        IntStream.range(0, 6)
            .mapToObj(i -> String.join(" ", words.subList(10 * i, 10 * i + 150)))
            .map(text -> RowFactory.create(id(text), text))
            .toList();
    Set<String> all =
        chain.stream().map(row -> row.getString(0)).collect(Collectors.toCollection(TreeSet::new));
    Set<String> dropped = dropped(duplicates, dataset(chain));
    assertThat(dropped).hasSize(5).doesNotContain(all.iterator().next());
  }

  private static String id(String text) {
    return String.format(Locale.ROOT, "%032x", CounterRandom.key(2, text) & Long.MAX_VALUE);
  }

  @Test
  void caseAndPunctuationMakeNoDifference() {
    Dataset<Row> texts =
        dataset(
            "a",
            "Too short!",
            "b",
            "too SHORT",
            "c",
            "too short, too",
            "d",
            "...",
            "e",
            "!?",
            "f",
            "",
            "g",
            text(1),
            "h",
            text(1).toUpperCase(Locale.ROOT) + "!");
    assertThat(dropped(duplicates, texts)).containsExactly("b", "h");
  }

  @Test
  void dissimilarTextsAreNotFound() {
    assertThat(dropped(duplicates, dataset("a", text(1), "b", text(2)))).isEmpty();
    assertThat(dropped(duplicates, dataset(List.of()))).isEmpty();
  }

  @Test
  void aPageCopiedManyTimesTakesOneComparisonPerCopy() {
    int copies = 50_000;
    Dataset<Row> texts =
        SPARK
            .range(0, copies, 1, 4)
            .select(
                sha2(col("id").cast("string").cast("binary"), 256).as(Schemas.ID),
                concat(lit(text(1) + " number "), col("id").cast("string")).as(Schemas.TEXT));
    try (NearDuplicates.Found found = duplicates.find(texts)) {
      assertThat(found.candidates()).isLessThan(2L * copies);
      assertThat(found.copies().rows().count()).isEqualTo(copies - 1);
    }
  }
}
