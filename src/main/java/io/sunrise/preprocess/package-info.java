/**
 * The second stage: cleans the documents, drops copies and near copies and what shares text with
 * tests, learns the vocabulary and cuts the text into rows of token ids. Comes in: {@code
 * documents/} of collect. Goes out: {@code tokens/}, {@code dropped/} and the tokenizer's three
 * files. Used by cli only.
 */
package io.sunrise.preprocess;
