/**
 * Text in, words and ids out: cleaning, Markdown and WikiExtractor documents, splitting into words
 * and sentences, comparing texts by their n-grams, training a vocabulary, the tokenizer and its
 * file. Plain functions on strings, linear in their length, without Spark. Used by data, train and
 * the stages; knows {@link io.sunrise.SunriseException} and settings only.
 *
 * <p>The way of a document: {@link io.sunrise.text.TextCleaner}, then {@link
 * io.sunrise.text.PreTokenizer} for the word count that {@link io.sunrise.text.TokenizerTrainer}
 * learns from, then {@link io.sunrise.text.SentenceCutter} with the trained {@link
 * io.sunrise.text.Tokenizer}.
 */
package io.sunrise.text;
