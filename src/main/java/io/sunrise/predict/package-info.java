/**
 * Applies the fine-tuned model: labels a dataset, or traces one text through the model. Input: the
 * model folder of finetune and a dataset or a text. Output: {@code predictions/} with all columns
 * of the input, row by row, {@code rejected/} with the rows that could not be read. Called by cli
 * only.
 */
package io.sunrise.predict;
