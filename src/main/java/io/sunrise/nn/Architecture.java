package io.sunrise.nn;

/** A family of encoders: its names in {@code config.json} and in the names of its parameters. */
public enum Architecture {
  /** Devlin et al. 2019. */
  BERT("bert", "BertForMaskedLM", "BertForSequenceClassification"),
  /** BERT's encoder with another head to classify rows by (Clark et al. 2020). */
  ELECTRA("electra", "ElectraForPreTraining", "ElectraForSequenceClassification");

  private final String modelType;
  private final String pretrained;
  private final String classifier;

  Architecture(String modelType, String pretrained, String classifier) {
    this.modelType = modelType;
    this.pretrained = pretrained;
    this.classifier = classifier;
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
}
