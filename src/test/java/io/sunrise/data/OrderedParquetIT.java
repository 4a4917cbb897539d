package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedParquetIT {
  private final SparkSession spark = SparkTesting.session();

  private Dataset<Row> documents(long rows) {
    return spark
        .range(rows)
        .selectExpr(
            "substring(sha2(cast(id as string), 256), 1, 32) id",
            "concat('text ', id) text",
            "'source' source",
            "'path' path",
            "'' licence");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 200})
  void everyFileIsTheWorkOfOneTask(int files) {
    Dataset<Row> ordered = OrderedParquet.ordered(documents(20_000), Schemas.DOCUMENTS, files);
    int file = ordered.schema().length() - 1;

    List<TreeSet<Integer>> filesByTask =
        ordered
            .javaRDD()
            .mapPartitions(
                rows -> {
                  TreeSet<Integer> found = new TreeSet<>();
                  rows.forEachRemaining(row -> found.add(row.getInt(file)));
                  return List.of(found).iterator();
                })
            .collect();

    assertThat(filesByTask).hasSize(files);
    for (int task = 0; task < files; task++) {
      assertThat(filesByTask.get(task)).containsExactly(task);
    }
  }

  @Test
  void filesAndTheirRowsAreInTheOrderOfIds(@TempDir Path folder) {
    long written = OrderedParquet.write(documents(1000), Schemas.DOCUMENTS, folder.toString(), 3);

    List<String> ids = new java.util.ArrayList<>();
    for (int file = 0; file < 3; file++) {
      Path path = folder.resolve(OrderedParquet.fileName(file));
      spark
          .read()
          .parquet(path.toString())
          .collectAsList()
          .forEach(row -> ids.add(row.getAs("id")));
    }
    assertThat(written).isEqualTo(1000);
    assertThat(ids).hasSize(1000).isSorted();
  }

  @Test
  void rowsThatAreMissingStopTheRun(@TempDir Path folder) {
    String to = folder.toString();

    assertThat(OrderedParquet.writeAll(documents(10), 10, Schemas.DOCUMENTS, to, 2)).isEqualTo(10);
    assertThatThrownBy(() -> OrderedParquet.writeAll(documents(10), 11, Schemas.DOCUMENTS, to, 2))
        .hasMessage(to + ": rows were lost: 10 written of 11");
  }

  @Test
  void noRowsLeaveEveryFileEmpty(@TempDir Path folder) {
    OrderedParquet.write(documents(10).limit(0), Schemas.DOCUMENTS, folder.toString(), 2);

    assertThat(folder.resolve("part-00001.parquet")).isNotEmptyFile();
    assertThat(folder.resolve("part-00002.parquet")).matches(Files::notExists);
    assertThat(spark.read().parquet(folder.toString()).count()).isZero();
  }
}
