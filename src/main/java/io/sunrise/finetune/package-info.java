/**
 * The fifth stage: learns to classify from the pre-trained model, and shows what pre-training
 * brought. Input: the model folder of pretrain and the rows of label. Output: a model folder of the
 * classifier as Hugging Face's tools read it, its trace, the trace of the same run from random
 * weights, and {@code metrics.json} of both and of a TF-IDF baseline. On request the model learns
 * from rows of preprocess before the labelled ones, which a teacher labels, where that helps.
 *
 * <p>Beside it cross-validation, which measures the same three on every fold of the train and
 * validation rows by many runs at once, each one task. Input: the same. Output: {@code runs.jsonl}
 * with a line a run. Called by cli.
 */
package io.sunrise.finetune;
