package io.sunrise.train.trace;

import io.sunrise.console.Console;
import io.sunrise.console.Progress;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a run to a person: a bar over its steps and a line at each epoch's end. */
public final class ConsoleListener implements TrainingListener, AutoCloseable {
  private final Console console;
  private final String title;
  private Progress progress;

  /**
   * @param title what stands before the bar, such as {@code pretrain}
   */
  public ConsoleListener(Console console, String title) {
    this.console = console;
    this.title = title;
  }

  @Override
  public void epochStarted(int epoch, long stepsDone, long stepsInAll) {
    if (progress == null) {
      if (stepsDone > 0) {
        console.line(
            String.format(
                Locale.ROOT, "  %s: resuming from step %,d of %,d", title, stepsDone, stepsInAll));
      }
      progress = console.progress(title, stepsInAll, "steps", stepsDone);
    }
  }

  @Override
  public void step(StepRecord step) {
    progress.at(
        step.step(),
        String.format(
            Locale.ROOT,
            "epoch %d  %,.0f tokens/s  loss %s  accuracy %s",
            step.epoch(),
            step.tokensPerSecond(),
            number(step.loss()),
            number(step.result().accuracy())));
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    close();
    console.line(
        String.format(
            Locale.ROOT,
            "  %s epoch %2d  train loss %s accuracy %s  validation loss %s accuracy %s%s  %,.0f tokens/s",
            title,
            epoch.epoch(),
            number(epoch.trainLoss()),
            number(epoch.trainAccuracy()),
            number(epoch.validationLoss()),
            number(epoch.validationAccuracy()),
            parts(epoch),
            epoch.tokens() / epoch.seconds()));
  }

  @Override
  public void warning(String line) {
    close();
    console.line("  " + line);
  }

  /** Takes the bar off the screen; the next step draws it again. */
  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }

  /** The accuracy of each part of the loss, such as {@code (masked tokens 0.312)}. */
  private static String parts(EpochRecord epoch) {
    return epoch.validationParts().isEmpty()
        ? ""
        : epoch.validationParts().stream()
            .map(part -> part.name() + " " + number(part.accuracy()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
