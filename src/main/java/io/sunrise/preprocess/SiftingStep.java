package io.sunrise.preprocess;

import io.sunrise.data.Schemas;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A step that compares documents with others and leaves their text alone. */
final class SiftingStep implements DocumentStep {
  private final String title;
  private final List<String> reasons;
  private final UnaryOperator<Dataset<Row>> sift;
  private Dataset<Row> dropped;

  /**
   * @param sift makes of id and text, id and reason of those to drop, each once; persisted
   */
  SiftingStep(String title, List<String> reasons, UnaryOperator<Dataset<Row>> sift) {
    this.title = title;
    this.reasons = reasons;
    this.sift = sift;
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
    dropped = sift.apply(texts);
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
