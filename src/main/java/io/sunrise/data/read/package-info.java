/**
 * Rows of text, with a label where asked, from whatever files people have: text, JSON Lines, CSV,
 * Parquet, Markdown, WikiExtractor's archives, and generated text. Comes in: {@link
 * io.sunrise.data.read.Source}. Goes out: {@link io.sunrise.data.read.SourceRows}, in which every
 * row is either kept or rejected with a reason. Used by collect, label and predict; knows data,
 * text and config only.
 */
package io.sunrise.data.read;
