package io.sunrise.cli;

import io.sunrise.SunriseException;
import io.sunrise.config.Settings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What every command takes. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration, such as conf/demo.conf; it holds only what differs.")
  private Path config;

  @Option(
      names = {"-f", "--force"},
      description = "Run even where the output is up to date.")
  private boolean force;

  @Parameters(
      paramLabel = "KEY=VALUE",
      arity = "0..*",
      description = "Settings over those of the file, such as pretrain.epochs=3.")
  private List<String> overrides = List.of();

  boolean force() {
    return force;
  }

  /** Reads the settings; what is wrong with them is wrong usage. */
  Settings settings() {
    try {
      return Settings.load(config, overrides);
    } catch (SunriseException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
