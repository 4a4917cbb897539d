package io.sunrise.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.cleaning.TextCleaner;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class BoilerplateIT {
  private final SparkSession spark = SparkTesting.session();

  /** Six documents: lines "all N" stand in every one, lines "half N" in every second. */
  private Dataset<Row> documents(int all, int half) {
    String lines =
        "concat_ws('\n', concat('only ', id), %s, if(id %% 2 = 0, %s, 'odd'))"
            .formatted(lines("all", all), lines("half", half));
    return spark.range(6).selectExpr("cast(id as string) id", lines + " text");
  }

  private static String lines(String word, int count) {
    return "concat_ws('\n', transform(sequence(1, "
        + count
        + "), n -> concat('"
        + word
        + " ', n)))";
  }

  private static Boilerplate of(Dataset<Row> documents, long maxLines) {
    return Boilerplate.of(documents, TextCleaner.STANDARD, 3, maxLines);
  }

  @Test
  void linesInFewDocumentsStay() {
    Boilerplate boilerplate = of(documents(20, 10), 1000);

    assertThat(boilerplate.lines()).hasSize(31);
    assertThat(boilerplate.without("only 1\nall 1\nhalf 10\nodd\nkept"))
        .isEqualTo("only 1\n\nkept");
  }

  @Test
  void ofTooManyLinesThoseInMostDocumentsAreDroppedToTheExactNumber() {
    for (int most : new int[] {1, 20, 25}) {
      Boilerplate one = of(documents(20, 10).repartition(1), most);
      Boilerplate five = of(documents(20, 10).repartition(5), most);

      assertThat(one.lines()).hasSize(most).isSorted().isEqualTo(five.lines());
    }
    Boilerplate twenty = of(documents(20, 10), 20);
    assertThat(twenty.without("all 1\nall 20\nhalf 1")).isEqualTo("half 1");
  }

  @Test
  void theDriverGetsFewBytesALine() throws TimeoutException {
    int lines = 100_000;
    Dataset<Row> documents = documents(lines, 1).repartition(6);
    AtomicLong bytes = new AtomicLong();
    SparkListener results =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            bytes.addAndGet(task.taskMetrics().resultSize());
          }
        };
    SparkContext context = spark.sparkContext();
    context.listenerBus().waitUntilEmpty();
    context.addSparkListener(results);
    try {
      assertThat(Boilerplate.of(documents, TextCleaner.STANDARD, 3).lines()).hasSize(lines + 2);
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(results);
    }
    assertThat(bytes.get()).isBetween(8L * lines, 12L * lines);
  }
}
