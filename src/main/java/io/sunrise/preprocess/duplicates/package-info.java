/**
 * Documents that the corpus must not hold twice, or at all: near copies of another, and those that
 * share text with what the model is tested on. Comes in: id and text. Goes out: {@link
 * io.sunrise.preprocess.duplicates.Sifted}, what is kept and what is dropped with its reason. Used
 * by preprocess only.
 */
package io.sunrise.preprocess.duplicates;
