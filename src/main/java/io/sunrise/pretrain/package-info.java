/**
 * The third stage: learns to predict masked tokens. Input: {@code tokens/} and {@code
 * tokenizer.json} of preprocess. Output: a model folder as Hugging Face's tools read it, the trace,
 * TensorBoard events and a few validation rows with the model's guesses. Called by cli.
 */
package io.sunrise.pretrain;
