package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;

import io.sunrise.data.Schemas;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Links each id of a group to the group's smallest. Groups stream by in sorted order, so one of a
 * million ids takes no more memory than one of two, and gives a million links, not their square.
 */
final class Links implements Iterator<Row> {
  static final String KEY = "key";
  static final String LARGER = "larger";
  static final String SMALLER = "smaller";

  private final Iterator<Row> sorted;
  private Object key;
  private String smallest;
  private String last;
  private Row next;

  private Links(Iterator<Row> sorted) {
    this.sorted = sorted;
  }

  /**
   * Key, larger and smaller of each link; none twice in a group.
   *
   * @param grouped key, of any type, and id
   */
  static Dataset<Row> toSmallest(Dataset<Row> grouped) {
    StructType links =
        new StructType()
            .add(KEY, grouped.schema().apply(KEY).dataType(), false)
            .add(LARGER, DataTypes.StringType, false)
            .add(SMALLER, DataTypes.StringType, false);
    MapPartitionsFunction<Row, Row> link = Links::new;
    return grouped
        .select(KEY, Schemas.ID)
        .repartition(col(KEY))
        .sortWithinPartitions(KEY, Schemas.ID)
        .mapPartitions(link, Encoders.row(links));
  }

  @Override
  public boolean hasNext() {
    while (next == null && sorted.hasNext()) {
      Row row = sorted.next();
      String id = row.getString(1);
      if (!Objects.equals(row.get(0), key)) {
        key = row.get(0);
        smallest = id;
      } else if (!id.equals(last)) {
        next = RowFactory.create(key, id, smallest);
      }
      last = id;
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row link = next;
    next = null;
    return link;
  }
}
