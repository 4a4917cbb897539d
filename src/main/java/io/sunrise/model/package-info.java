/**
 * A model folder as Hugging Face's tools read it: {@code config.json}, {@code model.safetensors},
 * the tokenizer and its cleaning. Reads, verifies and writes it on any Hadoop file system. Used by
 * the stages and inference; knows train, nn and tokenizer.
 */
package io.sunrise.model;
