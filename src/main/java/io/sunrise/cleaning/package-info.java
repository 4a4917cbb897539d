/**
 * Cleaning of raw text: mojibake, Unicode, HTML and wiki markup, white space, placeholders. Plain
 * functions on strings, linear in their length, without Spark; {@link
 * io.sunrise.cleaning.TextCleaner} applies the configured steps in order. Called by preprocess and
 * label, and by tokenizer for texts to encode.
 */
package io.sunrise.cleaning;
