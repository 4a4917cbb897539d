package io.sunrise.nn;

/** A family of encoders: its names in {@code config.json} and in the names of its parameters. */
public enum Architecture {
  /** Devlin et al. 2019. */
  BERT("bert", "BertForMaskedLM", "BertForSequenceClassification");

  private final String modelType;
  private final String maskedLanguageModel;
  private final String classifier;

  Architecture(String modelType, String maskedLanguageModel, String classifier) {
    this.modelType = modelType;
    this.maskedLanguageModel = maskedLanguageModel;
    this.classifier = classifier;
  }

  /** {@code model_type} of transformers. */
  public String modelType() {
    return modelType;
  }

  /** The class of transformers that predicts masked tokens. */
  public String maskedLanguageModel() {
    return maskedLanguageModel;
  }

  /** The class of transformers that classifies rows. */
  public String classifier() {
    return classifier;
  }

  /** What the names of the encoder's parameters begin with. */
  public String prefix() {
    return modelType + ".";
  }
}
