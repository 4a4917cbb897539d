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

/** The options of every command. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description =
          "The configuration, such as conf/demo.conf; it contains only settings that differ from the defaults.")
  private Path config;

  @Option(
      names = {"-f", "--force"},
      description = "Run even where the output is up to date.")
  private boolean force;

  @Option(
      names = "--check",
      description =
          "Only check what can be known before the run: paths, columns, encodings, labels, settings, memory"
              + " and space.")
  private boolean checkOnly;

  @Parameters(
      paramLabel = "KEY=VALUE",
      arity = "0..*",
      description = "Settings that override the file, such as pretrain.epochs=3.")
  private List<String> overrides = List.of();

  boolean checkOnly() {
    return checkOnly;
  }

  boolean force() {
    return force;
  }

  /** Reads the settings; an invalid setting is reported as wrong usage. */
  Settings settings() {
    try {
      return Settings.load(config, overrides);
    } catch (SunriseException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
