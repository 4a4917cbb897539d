/**
 * Documents that the corpus must not hold twice, or at all: near copies of another, and those that
 * share text with what the model is tested on. Comes in: id and text. Goes out: id and reason of
 * those to drop. Used by preprocess only.
 */
package io.sunrise.preprocess.duplicates;
