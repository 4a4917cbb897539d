package io.sunrise.data;

import java.io.Serializable;

/**
 * One row of token ids.
 *
 * @param index unique within its dataset; keys the row's randomness
 * @param label its class; 0 where rows have none
 * @param tokens ids, [CLS] and [SEP] included
 */
public record TokenRow(long index, int label, int[] tokens) implements Serializable {}
