/**
 * The second stage: cleans and filters the documents, drops exact copies, near copies and documents
 * that share text with test sets, trains the tokenizer and splits the text into rows of token ids.
 * Input: {@code documents/} of collect. Output: {@code tokens/}, {@code dropped/} and the
 * tokenizer's files. Called by cli only.
 */
package io.sunrise.preprocess;
