package io.sunrise.nn;

import io.sunrise.SunriseException;
import io.sunrise.data.PackedBatch;

/** The vectors (tokens, hidden) that enter an encoder's first layer. */
interface TokenInput {

  /** Writes the vectors. */
  void forward(float[] parameters, PackedBatch batch, Dropout dropout, float[] y);

  /**
   * Adds the parameters' gradients, given that of the vectors, which it overwrites; valid after a
   * forward pass.
   */
  void backward(
      float[] parameters, PackedBatch batch, Dropout dropout, float[] gradient, float[] gradients);

  /**
   * Refuses rows that are not of the model.
   *
   * @throws SunriseException where a row is too long or has a token beyond the vocabulary
   */
  static void require(PackedBatch batch, ModelConfig config) {
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int end = batch.offsets()[row + 1];
      if (end - first > config.maxPositions()) {
        throw SunriseException.of(
            "row %d has %d tokens, the model takes at most %d: cut the rows with a smaller max-tokens",
            batch.rowIndices()[row], end - first, config.maxPositions());
      }
      for (int i = first; i < end; i++) {
        int id = batch.ids()[i];
        if (id < 0 || id >= config.vocabularySize()) {
          throw SunriseException.of(
              "row %d has token id %d, the model's vocabulary ends at %d: the tokens were encoded"
                  + " with another tokenizer; run preprocess again",
              batch.rowIndices()[row], id, config.vocabularySize() - 1);
        }
      }
    }
  }
}
