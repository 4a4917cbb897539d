package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.feature.dataset.DistributedDataSet;
import com.intel.analytics.bigdl.dllib.feature.dataset.MiniBatch;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.TokenRow;
import io.sunrise.train.gradient.RowSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;
import scala.collection.JavaConverters;

/** The rows of a dataset as a DLlib data set of batches. */
public final class TokenRowDataSet implements DistributedDataSet<MiniBatch<Float>> {
  private final RowSource rows;
  private final BatchMaker batches;
  private final int batchRows;
  private boolean cached;

  /**
   * @param batchRows of a batch of {@link #data}; the last of a partition may have fewer
   */
  public TokenRowDataSet(RowSource rows, BatchMaker batches, int batchRows) {
    this.rows = rows;
    this.batches = batches;
    this.batchRows = batchRows;
  }

  RowSource rows() {
    return rows;
  }

  int batchRows() {
    return batchRows;
  }

  /**
   * @param train whether a partition's rows are repeated without end, as DLlib expects; else they
   *     come once
   */
  @Override
  public RDD<MiniBatch<Float>> data(boolean train) {
    RowsToBatches gather = new RowsToBatches(batches, batchRows);
    return rows.rows()
        .mapPartitions(
            own ->
                JavaConverters.asJavaIterator(
                    gather.apply(JavaConverters.asScalaIterator(train ? repeated(own) : own))))
        .rdd();
  }

  private static Iterator<TokenRow> repeated(Iterator<TokenRow> rows) {
    List<TokenRow> held = new ArrayList<>();
    rows.forEachRemaining(held::add);
    return held.isEmpty()
        ? Collections.emptyIterator()
        : java.util.stream.Stream.generate(() -> held).flatMap(List::stream).iterator();
  }

  /** In rows. */
  @Override
  public long size() {
    return rows.size();
  }

  /** {@link SunriseOptimizer} orders each epoch by its number. */
  @Override
  public void shuffle() {}

  @Override
  public RDD<?> originRDD() {
    return rows.rows().rdd();
  }

  @Override
  public boolean isCached() {
    return cached;
  }

  @Override
  public void isCached_$eq(boolean value) {
    cached = value;
  }
}
