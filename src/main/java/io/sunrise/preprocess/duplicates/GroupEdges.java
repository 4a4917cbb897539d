package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;

import io.sunrise.data.Schemas;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes edges between the ids of a group: the first few in sorted order are linked pairwise, the
 * others to the smallest one. Groups are read as a sorted stream, so that a group of a million ids
 * needs no more memory than a group of two, and gives about a million edges instead of its square.
 */
final class GroupEdges implements Iterator<Row> {
  static final String KEY = "key";
  static final String LARGER = "larger";
  static final String SMALLER = "smaller";

  private final Iterator<Row> sorted;
  private final int few;
  private final List<String> first = new ArrayList<>();
  private final Queue<Row> edges = new ArrayDeque<>();
  private Object key;
  private String last;

  private GroupEdges(Iterator<Row> sorted, int few) {
    this.sorted = sorted;
    this.few = few;
  }

  /** Links all ids of a group to the smallest one only: a star. */
  static Dataset<Row> toSmallest(Dataset<Row> grouped) {
    return among(grouped, 1);
  }

  /**
   * Key, larger and smaller id of each edge, without duplicates in a group.
   *
   * @param grouped key, of any type, and id
   * @param few how many ids are linked pairwise, at least 1
   */
  static Dataset<Row> among(Dataset<Row> grouped, int few) {
    StructType edges =
        new StructType()
            .add(KEY, grouped.schema().apply(KEY).dataType(), false)
            .add(LARGER, DataTypes.StringType, false)
            .add(SMALLER, DataTypes.StringType, false);
    MapPartitionsFunction<Row, Row> link = sorted -> new GroupEdges(sorted, few);
    return grouped
        .select(KEY, Schemas.ID)
        .repartition(col(KEY))
        .sortWithinPartitions(KEY, Schemas.ID)
        .mapPartitions(link, Encoders.row(edges));
  }

  @Override
  public boolean hasNext() {
    while (edges.isEmpty() && sorted.hasNext()) {
      Row row = sorted.next();
      if (!row.get(0).equals(key)) {
        key = row.get(0);
        last = null;
        first.clear();
      }
      add(row.getString(1));
    }
    return !edges.isEmpty();
  }

  private void add(String id) {
    if (id.equals(last)) {
      return;
    }
    last = id;
    boolean isOfFew = first.size() < few;
    for (String smaller : isOfFew ? first : first.subList(0, 1)) {
      edges.add(RowFactory.create(key, id, smaller));
    }
    if (isOfFew) {
      first.add(id);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return edges.remove();
  }
}
