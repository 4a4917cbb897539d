/**
 * The fourth stage: labelled texts, checked, split into parts and encoded. Comes in: labelled
 * sources and the tokenizer of preprocess. Goes out: {@code train/}, {@code validation/}, {@code
 * test/} and {@code labels.json}. Used by cli only.
 */
package io.sunrise.label;
