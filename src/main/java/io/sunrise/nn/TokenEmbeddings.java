package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Role;

/**
 * Word embeddings, layer norm, then dropout: the input of an encoder whose attention knows the
 * positions (Warner et al. 2024, section 2.1).
 */
final class TokenEmbeddings implements TokenInput {
  private static final int DROPOUT_SITE = 0;

  private final ModelConfig config;
  private final int width;
  private final int wordAt;
  private final LayerNorm norm;
  private float[] mask = {};

  TokenEmbeddings(ModelConfig config, ParameterLayout.Builder builder) {
    this.config = config;
    width = config.hiddenSize();
    Architecture architecture = config.architecture();
    wordAt =
        builder.add(Role.EMBEDDING, architecture.wordEmbeddings(), config.vocabularySize(), width);
    norm =
        LayerNorm.withoutBias(
            builder, architecture.prefix() + "embeddings.norm", width, architecture.normEpsilon());
  }

  @Override
  public void forward(float[] parameters, PackedBatch batch, Dropout dropout, float[] y) {
    TokenInput.require(batch, config);
    float[] words = norm.input(batch.tokens());
    for (int token = 0; token < batch.tokens(); token++) {
      System.arraycopy(
          parameters, wordAt + batch.ids()[token] * width, words, token * width, width);
    }
    norm.forward(parameters, batch.tokens(), y);
    if (dropout.active()) {
      int numbers = batch.tokens() * width;
      mask = Kernels.grown(mask, numbers);
      dropout.fill(DROPOUT_SITE, batch, Scope.TOKENS, width, mask);
      Kernels.multiply(y, mask, y, 0, numbers);
    }
  }

  @Override
  public void backward(
      float[] parameters, PackedBatch batch, Dropout dropout, float[] gradient, float[] gradients) {
    if (dropout.active()) {
      Kernels.multiply(gradient, mask, gradient, 0, batch.tokens() * width);
    }
    norm.backward(parameters, gradient, batch.tokens(), gradients);
    for (int token = 0; token < batch.tokens(); token++) {
      int word = wordAt + batch.ids()[token] * width;
      Kernels.add(gradients, word, gradient, token * width, width);
    }
  }
}
