package io.sunrise.data;

import java.io.Serializable;

/**
 * One row of token ids.
 *
 * @param index unique within its dataset; seeds the row's random numbers
 * @param label the class; 0 if rows have none
 * @param tokens token ids, including [CLS] and [SEP]
 */
public record TokenRow(long index, int label, int[] tokens) implements Serializable {}
