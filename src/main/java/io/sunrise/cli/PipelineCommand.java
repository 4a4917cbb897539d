package io.sunrise.cli;

import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.predict.PredictStage;
import io.sunrise.report.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs every stage that is out of date. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Run every stage that is out of date, from raw text to the report.",
    description = {
      "",
      "collect, preprocess, pretrain, label, finetune, predict (where predict.input names one) and"
          + " report, each only where its inputs or settings changed. An interrupted run"
          + " is resumed. Before the first stage runs, all of them are checked.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  jobs/submit.sh pipeline --config conf/demo.conf",
      "  MASTER=spark://host:7077 jobs/submit.sh pipeline --config conf/cluster.conf"
    })
final class PipelineCommand implements Callable<Integer> {
  @Mixin private RunOptions options;

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    List<StageName> stages = new ArrayList<>(List.of(StageName.values()));
    stages.remove(StageName.CROSS_VALIDATE);
    if (settings.skipsPretraining()) {
      stages.removeAll(List.of(StageName.COLLECT, StageName.PREPROCESS));
    }
    if (!PredictStage.isConfigured(settings)) {
      stages.remove(StageName.PREDICT);
    }
    try (Run run = Run.start(settings, "pipeline", stages)) {
      if (options.checkOnly()) {
        return run.check(stages, options);
      }
      run.stages(stages, options);
      RunSummary.print(run.workspace(), Console.ofProcess());
    }
    return 0;
  }
}
