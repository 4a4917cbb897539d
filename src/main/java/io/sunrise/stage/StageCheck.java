package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import io.sunrise.data.SparkFailures;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What is found before the first of the requested stages runs. A problem stops the run; all of them
 * are found at once.
 */
public final class StageCheck {

  /** How much a finding matters. */
  public enum Level {
    OK,
    WARNING,
    PROBLEM
  }

  /** One line about a stage. */
  public record Finding(String stage, Level level, String line) {}

  /** Something that must hold; it throws a {@link SunriseException} if it does not. */
  @FunctionalInterface
  public interface Requirement {
    void check() throws IOException;
  }

  private final SparkSession spark;
  private final List<Finding> findings = new ArrayList<>();
  private String stage = "";
  private long bytes;
  private List<String> labels;

  StageCheck(SparkSession spark) {
    this.spark = spark;
  }

  public SparkSession spark() {
    return spark;
  }

  /** The findings from here on are about this stage. */
  void about(String name) {
    stage = name;
  }

  /** Checks one thing; if it does not hold, the following ones are checked all the same. */
  public void require(Requirement requirement) {
    try {
      requirement.check();
    } catch (Exception e) {
      RuntimeException explained = SparkFailures.explain("cannot be checked", e);
      if (!(explained instanceof SunriseException)) {
        throw explained;
      }
      add(Level.PROBLEM, explained.getMessage());
    }
  }

  /** Checks the beginning of the files of a source. */
  public void source(SourceCheck sources, Source source) {
    require(
        () -> {
          SourceCheck.Found found = sources.of(source);
          if (found.doubt().isEmpty()) {
            note(found.toString());
          } else {
            warn(found.doubt());
          }
          willWrite(found.bytes());
        });
  }

  /** One line about something that may go wrong. */
  public void warn(String line) {
    add(Level.WARNING, line);
  }

  /** One line about what was found in order. */
  public void note(String line) {
    add(Level.OK, line);
  }

  private void add(Level level, String line) {
    findings.add(new Finding(stage, level, line));
  }

  /** The stage will write about this much to the workspace. */
  public void willWrite(long more) {
    bytes += more;
  }

  long bytes() {
    return bytes;
  }

  /** The label stage will write rows of these labels. */
  public void labels(List<String> words) {
    labels = List.copyOf(words);
  }

  /** The labels of the rows that finetune will read, if they are known. */
  public Optional<List<String>> labels() {
    return Optional.ofNullable(labels);
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  public boolean hasProblems() {
    return !problems().isEmpty();
  }

  private List<Finding> problems() {
    return findings.stream().filter(finding -> finding.level() == Level.PROBLEM).toList();
  }

  /** Prints all findings, by stage. */
  public void show(Console console) {
    for (Finding finding : findings) {
      String level = finding.level().name().toLowerCase(Locale.ROOT);
      console.line(
          String.format(Locale.ROOT, "  %-14s %-8s %s", finding.stage(), level, finding.line()));
    }
  }

  /**
   * Prints the warnings.
   *
   * @throws SunriseException with all problems, one a line
   */
  public void stopIfProblems(Console console) {
    findings.stream()
        .filter(finding -> finding.level() == Level.WARNING)
        .forEach(finding -> console.line("warning: " + ofStage(finding)));
    if (hasProblems()) {
      throw new SunriseException(
          String.join("\n", problems().stream().map(StageCheck::ofStage).distinct().toList()));
    }
  }

  private static String ofStage(Finding finding) {
    return finding.stage() + ": " + finding.line();
  }
}
