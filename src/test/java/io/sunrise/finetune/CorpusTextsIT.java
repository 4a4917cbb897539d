package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.data.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class CorpusTextsIT {
  private static final long KEY = 7;

  @Test
  void rowsOfADocumentFollowOneAnotherBetweenOneBeginningAndOneEnd() {
    for (int partitions : new int[] {1, 4}) {
      assertThat(texts(new CorpusTexts(corpus(2, 3, partitions), 2, 512), 100))
          .containsExactly(
              Map.entry(0L, List.of(2, 100, 101, 110, 111, 3)),
              Map.entry(2L, List.of(2, 120, 121, 3)),
              Map.entry(3L, List.of(2, 200, 201, 210, 211, 3)),
              Map.entry(5L, List.of(2, 220, 221, 3)));
    }
  }

  @Test
  void longTextsAreCut() {
    assertThat(texts(new CorpusTexts(corpus(1, 4, 2), 4, 7), 100))
        .containsExactly(Map.entry(0L, List.of(2, 100, 101, 110, 111, 120, 3)));
  }

  @Test
  void aHashChoosesTheSameTextsForAnyPartitions() {
    var few = texts(new CorpusTexts(corpus(40, 3, 1), 2, 512), 20);

    assertThat(few).hasSize(20);
    assertThat(texts(new CorpusTexts(corpus(40, 3, 5), 2, 512), 20)).isEqualTo(few);
    assertThat(texts(new CorpusTexts(corpus(40, 3, 1), 2, 512), 1000)).hasSize(80);
  }

  @Test
  void textsAreAsLongAsTheLabelledOnesOnAverage() {
    assertThat(CorpusTexts.like(labelled(5, 9), corpus(1, 3, 1)).rows()).isEqualTo(4);
    assertThat(CorpusTexts.like(labelled(2, 3), corpus(1, 3, 1)).rows()).isEqualTo(1);
    assertThat(CorpusTexts.like(labelled(1), corpus(1, 3, 1)).rows()).isEqualTo(1);
  }

  /** Each row has two tokens, which say document and part. */
  private static Dataset<Row> corpus(int documents, int parts, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int document = 0; document < documents; document++) {
      for (int part = 0; part < parts; part++) {
        int token = 100 * (document + 1) + 10 * part;
        long index = (long) document * parts + part;
        rows.add(
            RowFactory.create(
                index, "document " + document, part, new int[] {2, token, token + 1, 3}));
      }
    }
    return SparkTesting.session().createDataFrame(rows, Schemas.TOKEN_ROWS).repartition(partitions);
  }

  /** Train rows with so many tokens of their own. */
  private static LabelledRows labelled(int... tokens) {
    List<Row> rows = new ArrayList<>();
    for (int count : tokens) {
      rows.add(RowFactory.create((long) rows.size(), "id", "", 0, 1f, new int[count + 2]));
    }
    Dataset<Row> train = SparkTesting.session().createDataFrame(rows, Schemas.LABELLED_ROWS);
    return new LabelledRows(train, train, train, List.of("a", "b"), 512);
  }

  private static Map<Long, List<Integer>> texts(CorpusTexts texts, long most) {
    Map<Long, List<Integer>> found = new TreeMap<>();
    for (Row row : texts.chosen(most, KEY).collectAsList()) {
      List<Integer> tokens = new ArrayList<>();
      for (int id : Schemas.ids(row, 1)) {
        tokens.add(id);
      }
      found.put(row.getLong(0), tokens);
    }
    return found;
  }
}
