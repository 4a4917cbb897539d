package io.sunrise.train.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.console.Console;
import io.sunrise.nn.BatchResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleListenerTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final Console console = new Console(out, out, false);

  @Test
  void saysAtAnEpochsEndHowItWent() {
    try (ConsoleListener listener = new ConsoleListener(console, "pretrain")) {
      listener.epochStarted(3, 0, 10);
      listener.step(new StepRecord(1, 3, new BatchResult(5, 2, 0, 2, 500), 1e-3, 1, 0.5, 0));
      listener.epochEnded(
          new EpochRecord(3, "pretrain", 10, 2.25, 0.125, 2, Double.NaN, List.of(), 5000, 2));
    }

    assertThat(lines())
        .containsExactly(
            "  pretrain epoch  3  train loss 2.250 accuracy 0.125  validation loss 2.000 accuracy -"
                + "  2,500 tokens/s");
  }

  @Test
  void saysFromWhereARunGoesOn() {
    try (ConsoleListener listener = new ConsoleListener(console, "pretrain")) {
      listener.epochStarted(3, 7, 10);
      listener.epochStarted(4, 8, 10);
    }

    assertThat(lines()).containsExactly("  pretrain: resuming from step 7 of 10");
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
