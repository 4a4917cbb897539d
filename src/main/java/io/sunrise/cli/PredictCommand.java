package io.sunrise.cli;

import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.predict.PredictStage;
import io.sunrise.predict.TextTrace;
import io.sunrise.stage.Workspace;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Labels a dataset, or traces one text. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
final class PredictCommand extends StageCommand {
  @Option(
      names = {"-t", "--text"},
      paramLabel = "TEXT",
      description = "Trace this text through the model instead of labelling predict.input.")
  private String text;

  @Spec private CommandSpec spec;

  PredictCommand() {
    super(StageName.PREDICT);
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = settings();
    if (text == null && !PredictStage.isConfigured(settings)) {
      throw new ParameterException(
          spec.commandLine(),
          "predict.input.path is not set: name an input to label, or pass one text with --text");
    }
    if (text == null) {
      return super.call();
    }
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--text is empty; expected a text to label");
    }
    if (checkOnly()) {
      throw new ParameterException(
          spec.commandLine(), "--check checks predict.input, not a --text; leave one of them out");
    }
    TextTrace.print(model(settings), text, Console.ofProcess());
    return 0;
  }

  private static Workspace model(Settings settings) {
    Configuration configuration = Run.hadoopConfiguration(settings);
    return settings
        .predict()
        .model()
        .map(folder -> Workspace.ofStage(folder, configuration))
        .orElseGet(() -> Workspace.at(settings.workspace(), settings.task(), configuration));
  }
}
