package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.decode;
import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.sunrise.data.Schemas;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Rejects rows with the same user id as another row of the source, except the one with the smallest
 * text, a choice that does not depend on how the source is divided into files.
 */
final class UniqueIds {
  static final String REASON = "an id that another row has";
  private static final String RANK = "rank";
  private static final String UTF_8 = "UTF-8";

  private UniqueIds() {}

  static Dataset<Row> require(Dataset<Row> rows, long rejectedBytes) {
    // Rows without an id, which are already rejected, are distributed by their positions.
    Column place =
        when(col(SourceRows.USER_ID).isNull(), col(Schemas.POSITION)).otherwise(lit(-1L));
    Column rank =
        row_number()
            .over(
                Window.partitionBy(col(SourceRows.USER_ID), place)
                    .orderBy(Schemas.TEXT, Schemas.PATH, Schemas.POSITION));
    Column copy = col(SourceRows.USER_ID).isNotNull().and(col(RANK).gt(1));
    Column beginning =
        decode(encode(col(Schemas.TEXT), UTF_8).substr(lit(1), lit((int) rejectedBytes)), UTF_8);
    Dataset<Row> ranked = rows.withColumn(RANK, rank);
    return ranked
        .withColumn(Schemas.REASON, when(copy, REASON).otherwise(col(Schemas.REASON)))
        .withColumn(Schemas.TEXT, when(copy, beginning).otherwise(col(Schemas.TEXT)))
        .drop(RANK);
  }
}
