/**
 * The fourth stage: labelled texts, checked, split into parts and encoded. Input: labelled sources
 * and the tokenizer of preprocess. Output: {@code train/}, {@code validation/}, {@code test/} and
 * {@code labels.json}. Called by cli only.
 */
package io.sunrise.label;
