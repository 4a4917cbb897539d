package io.sunrise.finetune;

import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.model.ModelFolder;
import io.sunrise.model.StartingModel;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.stage.StageRun;
import java.util.Map;
import java.util.Optional;

/**
 * What a classifier starts from: the encoder of the pre-trained model, and of the model that
 * pre-training started from, where there is one, what it has of a classifier's head.
 */
record FirstWeights(ModelFolder pretrained, Optional<StartingModel> start) {

  static FirstWeights of(StageRun run, ModelSettings model) {
    return new FirstWeights(
        ModelFolder.open(run.fileSystem(), run.input("pretrain"), Map.of()),
        StartingModel.of(model, run.spark().sparkContext().hadoopConfiguration()));
  }

  /** Other parameters with the learned ones in their place. */
  float[] over(ParameterLayout layout, float[] random) {
    float[] head = start.map(model -> model.parameters(layout, random).parameters()).orElse(random);
    return pretrained.over(layout, head);
  }
}
