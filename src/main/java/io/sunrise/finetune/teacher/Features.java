package io.sunrise.finetune.teacher;

import io.sunrise.data.TokenRow;
import java.io.Serializable;
import java.util.List;

/** Makes a row of token ids the input of a linear classifier. */
interface Features extends Serializable {

  /** The features of which {@link #of} gives those that are not 0. */
  int width();

  /**
   * The features of one row.
   *
   * @param ids with [CLS] first and [SEP] last
   */
  SparseRow of(int[] ids);

  /** Those of several rows. */
  default List<SparseRow> of(List<TokenRow> rows) {
    return rows.stream().map(row -> of(row.tokens())).toList();
  }
}
