/**
 * What a run needs in order to resume, and the folders that hold it: {@link
 * io.sunrise.train.checkpoint.TrainingState} and its checkpoints, verified before anything of them
 * is used.
 */
package io.sunrise.train.checkpoint;
