package io.sunrise.cli;

import io.sunrise.collect.CollectStage;
import io.sunrise.config.Settings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.finetune.CrossValidateStage;
import io.sunrise.finetune.FinetuneStage;
import io.sunrise.label.LabelStage;
import io.sunrise.label.LongestText;
import io.sunrise.predict.PredictStage;
import io.sunrise.preprocess.PreprocessStage;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.report.ReportStage;
import io.sunrise.stage.Stage;

/** Creates each stage with the settings it needs. */
final class Stages {
  private final Settings settings;

  Stages(Settings settings) {
    this.settings = settings;
  }

  Stage of(StageName name) {
    return switch (name) {
      case COLLECT -> new CollectStage(settings.collect(), settings.seed());
      case PREPROCESS ->
          new PreprocessStage(
              settings.preprocess(), ReadLimits.of(settings.collect()), settings.seed());
      case PRETRAIN -> new PretrainStage(settings);
      case LABEL ->
          new LabelStage(
              settings.label(),
              ReadLimits.of(settings.collect()),
              LongestText.of(settings),
              settings.tokenizerStage(),
              settings.seed());
      case FINETUNE -> new FinetuneStage(settings);
      case CROSS_VALIDATE -> new CrossValidateStage(settings);
      case PREDICT -> new PredictStage(settings);
      case REPORT -> new ReportStage(settings.report());
    };
  }
}
