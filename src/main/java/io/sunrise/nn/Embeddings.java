package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Role;

/**
 * The sum of word, position and token type embeddings, layer norm, then dropout (Devlin et al.
 * 2019, section 3). A row is one segment, so its token type is 0 throughout.
 */
final class Embeddings implements TokenInput {
  private static final int DROPOUT_SITE = 0;
  private static final int TOKEN_TYPES = 2;

  private final ModelConfig config;
  private final int width;
  private final int wordAt;
  private final int positionAt;
  private final int typeAt;
  private final LayerNorm norm;
  private float[] mask = {};

  /**
   * @param prefix of the parameters' names, such as {@code bert.embeddings.}
   */
  Embeddings(ModelConfig config, ParameterLayout.Builder builder, String prefix) {
    this.config = config;
    width = config.hiddenSize();
    wordAt =
        builder.add(
            Role.EMBEDDING, prefix + "word_embeddings.weight", config.vocabularySize(), width);
    positionAt =
        builder.add(
            Role.EMBEDDING, prefix + "position_embeddings.weight", config.maxPositions(), width);
    typeAt =
        builder.add(Role.EMBEDDING, prefix + "token_type_embeddings.weight", TOKEN_TYPES, width);
    norm = new LayerNorm(builder, prefix + "LayerNorm", width);
  }

  /** The offset of the word embeddings (vocabulary, hidden) in the parameters. */
  int wordAt() {
    return wordAt;
  }

  /** Writes the embeddings, (tokens, hidden). */
  @Override
  public void forward(float[] parameters, PackedBatch batch, Dropout dropout, float[] y) {
    TokenInput.require(batch, config);
    float[] sum = norm.input(batch.tokens());
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int end = batch.offsets()[row + 1];
      for (int token = first; token < end; token++) {
        int word = wordAt + batch.ids()[token] * width;
        int position = positionAt + (token - first) * width;
        int at = token * width;
        for (int j = 0; j < width; j++) {
          sum[at + j] = (parameters[word + j] + parameters[typeAt + j]) + parameters[position + j];
        }
      }
    }
    norm.forward(parameters, batch.tokens(), y);
    if (dropout.active()) {
      int numbers = batch.tokens() * width;
      mask = Kernels.grown(mask, numbers);
      dropout.fill(DROPOUT_SITE, batch, Scope.TOKENS, width, mask);
      Kernels.multiply(y, mask, y, 0, numbers);
    }
  }

  /**
   * Adds the parameters' gradients; overwrites {@code gradient} (tokens, hidden), the gradient of
   * the output.
   */
  @Override
  public void backward(
      float[] parameters, PackedBatch batch, Dropout dropout, float[] gradient, float[] gradients) {
    if (dropout.active()) {
      Kernels.multiply(gradient, mask, gradient, 0, batch.tokens() * width);
    }
    norm.backward(parameters, gradient, batch.tokens(), gradients);
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      for (int token = first; token < batch.offsets()[row + 1]; token++) {
        int at = token * width;
        Kernels.add(gradients, wordAt + batch.ids()[token] * width, gradient, at, width);
        Kernels.add(gradients, positionAt + (token - first) * width, gradient, at, width);
        Kernels.add(gradients, typeAt, gradient, at, width);
      }
    }
  }
}
