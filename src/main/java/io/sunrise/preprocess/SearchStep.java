package io.sunrise.preprocess;

import io.sunrise.data.Schemas;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A step that searches for documents to drop, such as near copies, and does not change texts. */
final class SearchStep implements DocumentStep {
  private final String title;
  private final List<String> reasons;
  private final UnaryOperator<Dataset<Row>> search;
  private Dataset<Row> dropped;

  /**
   * @param search returns id and reason of the documents to drop from id and text; persisted
   */
  SearchStep(String title, List<String> reasons, UnaryOperator<Dataset<Row>> search) {
    this.title = title;
    this.reasons = reasons;
    this.search = search;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<String> reasons() {
    return reasons;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> texts) {
    dropped = search.apply(texts);
    return texts
        .join(dropped, new String[] {Schemas.ID}, "left_outer")
        .select(Schemas.ID, Schemas.TEXT, Schemas.REASON);
  }

  @Override
  public void close() {
    if (dropped != null) {
      dropped.unpersist();
    }
  }
}
