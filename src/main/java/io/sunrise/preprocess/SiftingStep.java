package io.sunrise.preprocess;

import io.sunrise.preprocess.duplicates.Sifted;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A step that compares documents with others and leaves their text alone. */
final class SiftingStep implements DocumentStep {
  private final String title;
  private final List<String> reasons;
  private final Function<Dataset<Row>, Sifted> sift;
  private Sifted sifted;

  SiftingStep(String title, List<String> reasons, Function<Dataset<Row>, Sifted> sift) {
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
    sifted = sift.apply(texts);
    return sifted.marked();
  }

  @Override
  public void close() {
    if (sifted != null) {
      sifted.close();
    }
  }
}
