/**
 * Reads rows of text, with a label if requested, from text, JSON Lines, CSV, Parquet and Markdown
 * files, WikiExtractor's output and generated text. Input: {@link io.sunrise.data.read.Source}.
 * Output: {@link io.sunrise.data.read.SourceRows}, in which every row is either kept or rejected
 * with a reason. Called by collect, preprocess, label and predict.
 */
package io.sunrise.data.read;
