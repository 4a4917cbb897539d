package io.sunrise.ml;

import io.sunrise.SunriseException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns that are computed from a column of texts, a batch at a time. Rows keep their number and
 * order; one without a text has nulls. Also on streams.
 *
 * @param columns the new ones
 */
record TextColumns(String textCol, List<StructField> columns, int batchSize) {

  /** Computes the new columns of texts. */
  interface Computation {
    /** One array for each text, with a value for each new column; null for a text without any. */
    List<Object[]> of(List<String> texts);
  }

  /** Makes the computation of a task. */
  interface Factory extends Supplier<Computation>, Serializable {}

  /**
   * The schema with the new columns.
   *
   * @throws SunriseException if the texts are missing, or a new column is there already
   */
  StructType schema(StructType before) {
    requireText(before, textCol);
    StructType after = before;
    for (StructField column : columns) {
      if (Arrays.asList(after.fieldNames()).contains(column.name())) {
        throw SunriseException.of(
            "column %s is in the dataset already; drop it, or name another output column",
            column.name());
      }
      after = after.add(column);
    }
    return after;
  }

  /** Refuses a dataset without a column of texts. */
  static void requireText(StructType schema, String column) {
    StructField found = required(schema, column);
    if (!found.dataType().equals(DataTypes.StringType)) {
      throw SunriseException.of(
          "column %s is of type %s, expected string", column, found.dataType().simpleString());
    }
  }

  /** A column that must be there. */
  static StructField required(StructType schema, String column) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(column))
        .findFirst()
        .orElseThrow(
            () ->
                SunriseException.of(
                    "the dataset has no column %s, found %s; name another one",
                    column, String.join(", ", schema.fieldNames())));
  }

  Dataset<Row> add(Dataset<?> dataset, Factory factory) {
    StructType schema = schema(dataset.schema());
    int text = dataset.schema().fieldIndex(textCol);
    int added = columns.size();
    int most = batchSize;
    return dataset
        .toDF()
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Batches(rows, text, added, most, factory),
            Encoders.row(schema));
  }

  /** The rows of a partition, of which a batch at a time is computed. */
  private static final class Batches implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int text;
    private final int added;
    private final int most;
    private final Factory factory;
    private Computation computation;
    private Iterator<Row> computed = List.<Row>of().iterator();

    Batches(Iterator<Row> rows, int text, int added, int most, Factory factory) {
      this.rows = rows;
      this.text = text;
      this.added = added;
      this.most = most;
      this.factory = factory;
    }

    @Override
    public boolean hasNext() {
      return computed.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!computed.hasNext()) {
        computed = compute().iterator();
      }
      return computed.next();
    }

    private List<Row> compute() {
      if (computation == null) {
        computation = factory.get();
      }
      List<Row> batch = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      while (batch.size() < most && rows.hasNext()) {
        Row row = rows.next();
        batch.add(row);
        if (!row.isNullAt(text)) {
          texts.add(row.getString(text));
        }
      }
      Iterator<Object[]> values =
          texts.isEmpty() ? List.<Object[]>of().iterator() : computation.of(texts).iterator();
      List<Row> result = new ArrayList<>();
      batch.forEach(row -> result.add(with(row, row.isNullAt(text) ? null : values.next())));
      return result;
    }

    private Row with(Row row, Object[] values) {
      Object[] all = new Object[row.size() + added];
      for (int i = 0; i < row.size(); i++) {
        all[i] = row.get(i);
      }
      if (values != null) {
        System.arraycopy(values, 0, all, row.size(), values.length);
      }
      return RowFactory.create(all);
    }
  }
}
