/**
 * Words and token ids: splitting text into sentences and words, training a vocabulary (WordPiece,
 * byte-level BPE, whole words), the tokenizer and its {@code tokenizer.json}. Plain functions on
 * strings, linear in their length, without Spark. Called by data, model, inference and the stages.
 *
 * <p>{@link io.sunrise.tokenizer.PreTokenizer} splits a cleaned text into the words that {@link
 * io.sunrise.tokenizer.TokenizerTrainer} counts; {@link io.sunrise.tokenizer.SentenceCutter} splits
 * it into rows with the trained {@link io.sunrise.tokenizer.Tokenizer}; {@link
 * io.sunrise.tokenizer.TextEncoder} is cleaning and tokenizer in one.
 */
package io.sunrise.tokenizer;
