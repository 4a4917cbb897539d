package io.sunrise.cli;

import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The entry point for spark-submit. */
@Command(
    name = "sunrise",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Pre-trains a language model on raw text and fine-tunes it on a few labels, on Spark.",
      "",
      "Each stage leaves one folder in the workspace, whole or not at all, and does nothing when its"
          + " inputs and settings are the same as last time. Start with:",
      "",
      "  jobs/submit.sh pipeline --config conf/demo.conf"
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration; 130 and 143 stopped by Ctrl-C and"
          + " SIGTERM.",
      "Every setting with its default: src/main/resources/reference.conf."
    })
public final class Main {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    if (System.getProperty("log4j2.configurationFile") == null) {
      Configurator.setRootLevel(Level.WARN);
    }
    nameUser();
    Interruption.install();
    int exitCode = run(arguments);
    Interruption.commandEnded();
    System.exit(exitCode);
  }

  /** Gives a user without a name, as a container's number may be, one for Hadoop. */
  private static void nameUser() {
    try {
      UserGroupInformation.getLoginUser();
    } catch (IOException e) {
      if (!UserGroupInformation.isSecurityEnabled()) {
        String name = Optional.ofNullable(System.getenv("SPARK_USER")).orElse("nameless");
        UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
      }
    }
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    for (StageName stage : StageName.values()) {
      StageCommand command =
          stage == StageName.PREDICT ? new PredictCommand() : new StageCommand(stage);
      line.addSubcommand(stage.command(), stage.describe(new CommandLine(command)));
    }
    line.addSubcommand("pipeline", new PipelineCommand());
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> Failures.report(e, Console.ofProcess()));
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return WRONG_USAGE;
    }
    if (lostLetters(System.getProperty("sun.jnu.encoding"), arguments)) {
      Console.ofProcess()
          .failure(
              "the arguments hold letters that Java cannot read in this locale, whose encoding is "
                  + System.getProperty("sun.jnu.encoding")
                  + "; set LC_ALL=C.UTF-8");
      return WRONG_USAGE;
    }
    Optional<String> mistyped = mistyped(arguments);
    if (mistyped.isPresent()) {
      Console.ofProcess().failure(mistyped.get() + "; see --help");
      return WRONG_USAGE;
    }
    try {
      return line.execute(arguments);
    } catch (Error e) {
      // picocli handles exceptions only.
      return Failures.report(e, Console.ofProcess());
    }
  }

  /** Whether Java replaced what it could not decode, as in the locale C. */
  static boolean lostLetters(String encoding, String... arguments) {
    return !"UTF-8".equals(encoding) && String.join("", arguments).indexOf('\uFFFD') >= 0;
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    String message = e.getMessage();
    boolean optionFirst = arguments[0].startsWith("-");
    if (line.getParent() == null && !optionFirst) {
      message =
          String.format(
              "unknown command %s, expected %s",
              arguments[0], String.join(", ", line.getSubcommands().keySet()));
    } else if (line.getParent() != null && optionFirst) {
      message = "the command comes before its options, as in: pipeline --config FILE";
    } else if (message.startsWith("Missing required option: '--config")) {
      message = misspelledConfig(arguments).orElse(message);
    }
    Console.ofProcess().failure(message + "; see --help");
    return WRONG_USAGE;
  }

  /** What a keyboard or a document has made of an option or a setting. */
  private static Optional<String> mistyped(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String each = arguments[i];
      if (i > 0 && arguments[i - 1].matches("-t|--text")) {
        continue;
      }
      if (each.matches("-?[\\u2010-\\u2015\\u2212].*")) {
        return Optional.of(each + " begins with a typographic dash; type -- before an option");
      }
      if (each.matches("[\\u2018-\\u201F\u00AB].*")) {
        return Optional.of(each + " begins with a typographic quote; type \" or ' around it");
      }
      if (each.matches("-(check|config|force|help|text|version)(=.*)?")) {
        return Optional.of(each + ": an option of a whole word has two dashes, -" + each);
      }
    }
    return Optional.empty();
  }

  /** What was meant for {@code --config}, which is missing. */
  private static Optional<String> misspelledConfig(String... arguments) {
    return Stream.of(arguments)
        .skip(1)
        .filter(each -> each.matches("--conf(?!ig$).*|[^=]*\\.conf"))
        .findFirst()
        .map(
            each ->
                each.startsWith("--")
                    ? "unknown option " + each + ", expected --config FILE"
                    : each + ": a configuration is named by --config " + each);
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      if (version == null) {
        throw new SunriseException("no version: this is not the built jar");
      }
      return new String[] {"sunrise " + version};
    }
  }
}
