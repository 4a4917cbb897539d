/**
 * The second stage: cleans and filters the documents, drops copies, near copies and what shares
 * text with tests, learns the vocabulary and cuts the text into rows of token ids. Comes in: {@code
 * documents/} of collect. Goes out: {@code tokens/}, {@code dropped/} and the tokenizer's files.
 * Used by cli only.
 */
package io.sunrise.preprocess;
