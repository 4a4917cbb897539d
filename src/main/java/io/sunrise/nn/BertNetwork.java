package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** An encoder with a head. The encoder's parameters come first, followed by the head's. */
class BertNetwork implements Network {
  private final ParameterLayout layout;
  private final Encoder encoder;
  private final Head head;
  private final Dropout dropout;

  BertNetwork(ModelConfig config, Encoder encoder, Head head, ParameterLayout layout) {
    this.encoder = encoder;
    this.head = head;
    this.layout = layout;
    dropout = new Dropout(config.dropout());
  }

  @Override
  public final ParameterLayout layout() {
    return layout;
  }

  @Override
  public final int outputs() {
    return head.outputs();
  }

  @Override
  public final BatchResult forwardBackward(
      float[] parameters, PackedBatch batch, long dropoutKey, float[] gradients) {
    dropout.train(dropoutKey);
    float[] hidden = encoder.forward(parameters, batch, head.scope(), dropout);
    Head.Pass pass = new Head.Pass(parameters, batch, dropout, hidden);
    float[] hiddenGradient = encoder.beginBackward(batch);
    BatchResult result = head.forwardBackward(pass, hiddenGradient, gradients);
    encoder.backward(parameters, batch, head.scope(), dropout, gradients);
    return result;
  }

  @Override
  public final BatchResult evaluate(float[] parameters, PackedBatch batch) {
    return head.evaluate(score(parameters, batch));
  }

  @Override
  public final float[] logits(float[] parameters, PackedBatch batch) {
    float[] logits = new float[Math.multiplyExact(head.targets(batch), outputs())];
    head.logits(score(parameters, batch), logits);
    return logits;
  }

  final Encoder encoder() {
    return encoder;
  }

  private Head.Pass score(float[] parameters, PackedBatch batch) {
    dropout.eval();
    float[] hidden =
        head.scope() == Scope.TARGETS
            ? encoder.score(parameters, batch, dropout)
            : encoder.forward(parameters, batch, head.scope(), dropout);
    return new Head.Pass(parameters, batch, dropout, hidden);
  }
}
