package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.feature.dataset.MiniBatch;
import com.intel.analytics.bigdl.dllib.feature.dataset.Sample;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.tensor.TensorNumericMath.TensorNumeric;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.TokenRows;
import scala.collection.Seq;

/**
 * Rows that DistriOptimizer cuts into one batch per core. Its own epochs being random, a number
 * drawn for each batch stands for the epoch in masks and dropout.
 */
record MicroBatch(TokenRows rows, int from, int to, BatchMaker batches, int draw)
    implements MiniBatch<Float> {

  @Override
  public int size() {
    return to - from;
  }

  /** Offsets are counted from 1. */
  @Override
  public MiniBatch<Float> slice(int offset, int length) {
    int start = from + offset - 1;
    return new MicroBatch(rows, start, start + length, batches, draw);
  }

  @Override
  public Activity getInput() {
    return new BatchActivity(batches.batch(rows, from, to, draw), draw);
  }

  /** The targets are in the input. */
  @Override
  public Activity getTarget() {
    return FloatTensors.tensor();
  }

  @Override
  public MiniBatch<Float> set(Seq<Sample<Float>> samples, TensorNumeric<Float> numeric) {
    throw new UnsupportedOperationException("rows of tokens are no samples");
  }
}
