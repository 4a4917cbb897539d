package io.sunrise.ml;

import static org.apache.spark.sql.functions.col;

import io.sunrise.SunriseException;
import io.sunrise.data.read.RowField;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The column of how much each row counts. */
record WeightColumn(String name) {

  static WeightColumn of(StructType schema, String name) {
    StructField field = TextColumns.required(schema, name);
    if (!(field.dataType() instanceof NumericType)) {
      throw SunriseException.of(
          "column %s is of type %s, expected weights as numbers",
          name, field.dataType().simpleString());
    }
    return new WeightColumn(name);
  }

  Column column() {
    return col(LabelColumn.quoted(name)).cast("double");
  }

  /** Refuses what is no weight. */
  void require(Dataset<?> dataset) {
    Column usable = column().isNotNull().and(column().between(0, RowField.MAX_WEIGHT));
    List<Row> found = dataset.filter(usable.unary_$bang()).select(column()).takeAsList(1);
    if (!found.isEmpty()) {
      throw SunriseException.of(
          "column %s has %s, expected a weight from 0 to 1,000,000 in every row",
          name, found.get(0).get(0));
    }
  }
}
