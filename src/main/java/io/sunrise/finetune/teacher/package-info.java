/**
 * The teacher of fine-tuning: classifiers that learn in seconds from the labelled rows, and the
 * model that learned from them, together label rows of the corpus with a probability of each class,
 * from which the model then learns (Xie et al. 2020, "Self-training with noisy student"; Hinton et
 * al. 2015, "Distilling the knowledge in a neural network", section 2). Input: labelled rows of
 * token ids, vectors of the tokens where there are some. Output: a {@code Teacher}, and the rows
 * that it selects of a dataset, balanced between the classes. Called by finetune.
 */
package io.sunrise.finetune.teacher;
