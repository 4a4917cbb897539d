package io.sunrise.preprocess.duplicates;

import static io.sunrise.preprocess.duplicates.GroupEdges.KEY;
import static io.sunrise.preprocess.duplicates.GroupEdges.LARGER;
import static io.sunrise.preprocess.duplicates.GroupEdges.SMALLER;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.sunrise.data.Schemas;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Connected components by large-star and small-star in turn (Kiveris et al., "Connected components
 * in MapReduce and beyond", 2014, section 3): each neighbourhood is linked to its smallest member
 * until every component is a star around its smallest id. The number of rounds grows with the
 * logarithm of the longest path, and is one if the edges form stars already.
 */
final class Components {
  /** Far above the squared logarithm of any number of documents. */
  private static final int MAX_ROUNDS = 200;

  private Components() {}

  /**
   * For each id except the smallest of its component, a row of it (larger) and that smallest
   * (smaller).
   *
   * @param edges larger and smaller of each connected pair; closed by this method
   */
  static PersistedRows smallest(PersistedRows edges) {
    PersistedRows stars = edges;
    Row before = fingerprint(stars.rows());
    for (int round = 0; round < MAX_ROUNDS; round++) {
      PersistedRows contracted = PersistedRows.of(smallStar(largeStar(stars.rows())));
      Row after = fingerprint(contracted.rows());
      stars.close();
      if (after.equals(before)) {
        return contracted;
      }
      stars = contracted;
      before = after;
    }
    throw new IllegalStateException("no components after " + MAX_ROUNDS + " rounds");
  }

  /** Links the larger neighbours of each id to the smallest of its neighbours and itself. */
  private static Dataset<Row> largeStar(Dataset<Row> edges) {
    return GroupEdges.toSmallest(
            grouped(edges, LARGER, SMALLER, SMALLER, LARGER, LARGER, LARGER, SMALLER, SMALLER))
        .filter(col(LARGER).gt(col(KEY)))
        .select(LARGER, SMALLER);
  }

  /** Links each id and its smaller neighbours to the smallest of these. */
  private static Dataset<Row> smallStar(Dataset<Row> edges) {
    return GroupEdges.toSmallest(grouped(edges, LARGER, SMALLER, LARGER, LARGER))
        .select(LARGER, SMALLER);
  }

  /** Each edge once for each of the given pairs of columns, as key and id. */
  private static Dataset<Row> grouped(Dataset<Row> edges, String... keysAndIds) {
    Column[] pairs = new Column[keysAndIds.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = struct(col(keysAndIds[2 * i]).as(KEY), col(keysAndIds[2 * i + 1]).as(Schemas.ID));
    }
    return edges.select(inline(array(pairs)));
  }

  /** Equal for equal edges in any order. */
  private static Row fingerprint(Dataset<Row> edges) {
    return edges
        .agg(
            count(lit(1)),
            sum(xxhash64(col(LARGER), col(SMALLER)).cast(DataTypes.createDecimalType(20, 0))))
        .first();
  }
}
