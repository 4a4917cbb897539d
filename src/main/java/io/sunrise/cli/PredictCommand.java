package io.sunrise.cli;

import io.sunrise.config.Settings;
import io.sunrise.predict.TextTrace;
import io.sunrise.stage.Workspace;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Labels a dataset, or traces one text. */
@Command(mixinStandardHelpOptions = true)
final class PredictCommand extends StageCommand {
  @Option(
      names = {"-t", "--text"},
      paramLabel = "TEXT",
      description =
          "Show this text on its way through the model instead of labelling predict.input.")
  private String text;

  PredictCommand() {
    super(StageName.PREDICT);
  }

  @Override
  public Integer call() throws Exception {
    if (text == null) {
      return super.call();
    }
    Settings settings = settings();
    TextTrace.print(Workspace.open(settings.workspace(), new Configuration()), text, Run.console());
    return 0;
  }
}
