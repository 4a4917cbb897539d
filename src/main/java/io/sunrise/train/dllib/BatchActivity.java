package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import com.intel.analytics.bigdl.dllib.tensor.TensorNumericMath.TensorNumeric;
import com.intel.analytics.bigdl.dllib.utils.Table;
import io.sunrise.data.PackedBatch;
import java.io.Serializable;

/**
 * A packed batch on its way into {@link TransformerModule}: neither a tensor nor a table, as rows
 * of different lengths without padding are no tensor.
 *
 * @param dropoutKey keys the dropout of this pass
 */
record BatchActivity(PackedBatch batch, long dropoutKey) implements Activity, Serializable {
  @Override
  public <D> Tensor<D> toTensor(TensorNumeric<D> numeric) {
    throw new UnsupportedOperationException("a packed batch is no tensor");
  }

  @Override
  public Table toTable() {
    throw new UnsupportedOperationException("a packed batch is no table");
  }

  @Override
  public boolean isTensor() {
    return false;
  }

  @Override
  public boolean isTable() {
    return false;
  }
}
