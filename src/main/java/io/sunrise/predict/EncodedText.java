package io.sunrise.predict;

import java.io.Serializable;

/**
 * A text to label.
 *
 * @param path of its file
 * @param position in it
 * @param tokens ids, [CLS] and [SEP] included, cut to what the model takes
 */
record EncodedText(String path, long position, int[] tokens) implements Serializable {}
