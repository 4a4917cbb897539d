package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.data.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;

class ExactCopiesIT {
  private static final SparkSession SPARK = SparkTesting.session();
  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType)
          .add(Schemas.TEXT, DataTypes.StringType);

  private static Dataset<Row> dataset(String... idsAndTexts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < idsAndTexts.length; i += 2) {
      rows.add(RowFactory.create(idsAndTexts[i], idsAndTexts[i + 1]));
    }
    return SPARK.createDataFrame(rows, SCHEMA);
  }

  private static List<String> marked(Dataset<Row> texts) {
    Dataset<Row> ordered = texts.persist(StorageLevel.DISK_ONLY());
    try (ExactCopies copies = new ExactCopies()) {
      return copies.apply(ordered).collectAsList().stream().map(Row::toString).sorted().toList();
    } finally {
      ordered.unpersist();
    }
  }

  @Test
  void theSmallestIdOfEachTextGoesOnForAnyPartitionsAndOrder() {
    Dataset<Row> texts =
        dataset("c", "one", "a", "one", "b", "one", "d", "two", "f", "", "e", "", "g", "One");
    String copy = ",copy of another document]";
    for (int partitions : new int[] {1, 3, 10}) {
      assertThat(marked(texts.orderBy(rand(partitions)).repartition(partitions)))
          .containsExactly(
              "[a,one,null]",
              "[b,one" + copy,
              "[c,one" + copy,
              "[d,two,null]",
              "[e,,null]",
              "[f," + copy,
              "[g,One,null]");
    }
  }

  @Test
  void oneGoesOnOfDocumentsWithOneIdAndText() {
    Dataset<Row> texts = dataset("a", "one", "a", "one", "b", "one", "a", "one");
    assertThat(marked(texts.repartition(3)))
        .containsExactly(
            "[a,one,copy of another document]",
            "[a,one,copy of another document]",
            "[a,one,null]",
            "[b,one,copy of another document]");
  }

  @Test
  void copiesOfALongPageDoNotTravel() throws TimeoutException {
    int pages = 20_000;
    int characters = 2000;
    Dataset<Row> texts =
        SPARK
            .range(0, pages, 1, 4)
            .select(
                concat(lit("id"), col("id").cast("string")).as(Schemas.ID),
                repeat(lit("x"), characters).as(Schemas.TEXT));
    AtomicLong shuffled = new AtomicLong();
    SparkListener shuffles =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
          }
        };
    SPARK.sparkContext().addSparkListener(shuffles);
    try (ExactCopies copies = new ExactCopies()) {
      Dataset<Row> result = copies.apply(texts);
      assertThat(result.filter(col(Schemas.REASON).isNull()).collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactly("id0");
      assertThat(result.filter(col(Schemas.REASON).isNotNull()).count()).isEqualTo(pages - 1);
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.sparkContext().removeSparkListener(shuffles);
    }
    assertThat(shuffled.get()).isBetween(1L, 10_000L);
  }
}
