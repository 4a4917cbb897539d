package io.sunrise.cli;

import io.sunrise.config.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one stage. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
class StageCommand implements Callable<Integer> {
  @Mixin private RunOptions options;

  private final StageName stage;

  StageCommand(StageName stage) {
    this.stage = stage;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = settings();
    try (Run run = Run.start(settings, stage.command(), List.of(stage))) {
      if (options.checkOnly()) {
        return run.check(List.of(stage), options);
      }
      run.stages(List.of(stage), options);
    }
    return 0;
  }

  Settings settings() {
    return options.settings();
  }

  boolean checkOnly() {
    return options.checkOnly();
  }
}
