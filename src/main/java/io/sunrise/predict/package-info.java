/**
 * Uses the fine-tuned model: labels a dataset, or shows one text's way through the model. Comes in:
 * the model folder of finetune and whatever text it is asked about. Goes out: {@code predictions/}
 * with every column that came in, {@code rejected/} with the rows that could not be read. Called by
 * cli.
 */
package io.sunrise.predict;
