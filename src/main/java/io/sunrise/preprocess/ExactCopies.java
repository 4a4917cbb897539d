package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;

import io.sunrise.data.Schemas;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Of documents with the same text the one with the smallest id goes on. */
record ExactCopies() implements DocumentStep {
  private static final String COPY = "copy of another document";
  private static final String HASH = "hash";

  @Override
  public String title() {
    return "dropping copies";
  }

  @Override
  public List<String> reasons() {
    return List.of(COPY);
  }

  /** Sorted by hash and id, so that copies follow one another and any number of them streams by. */
  @Override
  public Dataset<Row> apply(Dataset<Row> texts) {
    Dataset<Row> byText =
        texts
            .select(
                col(Schemas.ID),
                col(Schemas.TEXT),
                sha2(col(Schemas.TEXT).cast("binary"), 256).as(HASH))
            .repartition(col(HASH))
            .sortWithinPartitions(HASH, Schemas.ID);
    FlatMapFunction<Iterator<Row>, Row> marked = Marking::new;
    return texts
        .sparkSession()
        .createDataFrame(byText.javaRDD().mapPartitions(marked), Screening.SCREENED);
  }

  private static final class Marking implements Iterator<Row> {
    private final Iterator<Row> sorted;
    private String last = "";

    Marking(Iterator<Row> sorted) {
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      return sorted.hasNext();
    }

    @Override
    public Row next() {
      Row row = sorted.next();
      String hash = row.getString(2);
      Row marked = RowFactory.create(row.get(0), row.get(1), hash.equals(last) ? COPY : null);
      last = hash;
      return marked;
    }
  }
}
