package io.sunrise.nn;

/**
 * A family of encoders: how its networks are built, and its names in {@code config.json} and in the
 * names of its parameters.
 */
public enum Architecture {
  /** Devlin et al. 2019. */
  BERT("bert", "BertForMaskedLM", "BertForSequenceClassification") {
    @Override
    RowFeatures features(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
      return PooledFeatures.ofBert(config, gemm, builder);
    }
  },
  /** BERT's encoder with another head to classify rows by (Clark et al. 2020). */
  ELECTRA("electra", "ElectraForPreTraining", "ElectraForSequenceClassification") {
    @Override
    RowFeatures features(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
      return PooledFeatures.ofElectra(config, gemm, builder);
    }

    @Override
    public String lastLayer() {
      return "classifier.out_proj";
    }
  },
  /** Warner et al. 2024. */
  MODERNBERT("modernbert", "ModernBertForMaskedLM", "ModernBertForSequenceClassification") {
    @Override
    public String prefix() {
      return "model.";
    }

    @Override
    public boolean learnsPositions() {
      return false;
    }

    @Override
    public String wordEmbeddings() {
      return prefix() + "embeddings.tok_embeddings.weight";
    }

    @Override
    public double normEpsilon() {
      return 1e-5;
    }

    @Override
    public Pooling pooling() {
      return Pooling.MEAN;
    }

    @Override
    int intermediateSize(int hiddenSize) {
      return hiddenSize * 8 / 3 / 32 * 32;
    }

    @Override
    Encoder encoder(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
      return Encoder.ofModernBert(config, gemm, builder);
    }

    @Override
    HeadTransform maskedLanguageTransform(
        ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
      return HeadTransform.ofModernBert(config, gemm, builder);
    }

    @Override
    String decoderBias() {
      return "decoder.bias";
    }

    @Override
    RowFeatures features(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
      return new TransformedFeatures(HeadTransform.ofModernBert(config, gemm, builder));
    }
  };

  private final String modelType;
  private final String pretrained;
  private final String classifier;

  Architecture(String modelType, String pretrained, String classifier) {
    this.modelType = modelType;
    this.pretrained = pretrained;
    this.classifier = classifier;
  }

  /** Whether each position of a row has parameters, so that no row can be longer. */
  public boolean learnsPositions() {
    return true;
  }

  /** {@code model_type} of transformers. */
  public String modelType() {
    return modelType;
  }

  /** The class of transformers that reads a pre-trained model with its head. */
  public String pretrained() {
    return pretrained;
  }

  /** The class of transformers that classifies rows. */
  public String classifier() {
    return classifier;
  }

  /** What the names of the encoder's parameters begin with. */
  public String prefix() {
    return modelType + ".";
  }

  /** The name of the word embeddings, (vocabulary, hidden). */
  public String wordEmbeddings() {
    return prefix() + "embeddings.word_embeddings.weight";
  }

  /** Layer norm's ε. */
  public double normEpsilon() {
    return 1e-12;
  }

  /** The hidden states that classify a row. */
  public Pooling pooling() {
    return Pooling.FIRST;
  }

  /**
   * The feed-forward sub-layers' width with about eight hidden² parameters: two matrices of four
   * times the hidden states' width, or three of a width that is a multiple of 32.
   */
  int intermediateSize(int hiddenSize) {
    return 4 * hiddenSize;
  }

  /** Adds an encoder's parameters, with their depths. */
  Encoder encoder(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    return Encoder.ofBert(config, gemm, builder);
  }

  /** What the masked language modelling head does before it decodes. */
  HeadTransform maskedLanguageTransform(
      ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    return HeadTransform.ofBert(config, gemm, builder);
  }

  /** The name of the decoder's bias, (vocabulary). */
  String decoderBias() {
    return "cls.predictions.bias";
  }

  /** The name of a classifier's last layer. */
  public String lastLayer() {
    return "classifier";
  }

  /** What a classifier does with the pooled hidden states before its last layer. */
  abstract RowFeatures features(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder);
}
