package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.train.gradient.RowSource;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TaughtRowsIT {
  @Test
  void executorsMakeTheSameRows() {
    Dataset<Row> labelled =
        dataset(
            Schemas.LABELLED_ROWS,
            RowFactory.create(7L, "b", "", 0, 2f, new int[] {2, 6, 3}),
            RowFactory.create(3L, "a", "", 1, 1f, new int[] {2, 5, 3}));
    Dataset<Row> soft =
        dataset(
            new StructType()
                .add(Schemas.INDEX, DataTypes.LongType)
                .add(Schemas.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType))
                .add(Schemas.LABEL, DataTypes.IntegerType)
                .add(Schemas.PROBABILITIES, DataTypes.createArrayType(DataTypes.FloatType)),
            RowFactory.create(0L, new int[] {2, 7, 3}, 1, new float[] {0.4f, 0.6f}));

    List<TokenRow> rows =
        RowSource.tokenRows(TaughtRows.of(TaughtRowsTest.CLASSIFIER, labelled, soft))
            .collect()
            .stream()
            .sorted(Comparator.comparingLong(TokenRow::index))
            .toList();

    assertThat(rows)
        .usingRecursiveComparison()
        .isEqualTo(
            TaughtRowsTest.list(
                TaughtRows.of(
                    TaughtRowsTest.CLASSIFIER, TaughtRowsTest.LABELLED, TaughtRowsTest.SOFT)));
  }

  private static Dataset<Row> dataset(StructType schema, Row... rows) {
    return SparkTesting.session().createDataFrame(List.of(rows), schema).repartition(2);
  }
}
