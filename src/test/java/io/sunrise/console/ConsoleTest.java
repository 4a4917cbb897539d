package io.sunrise.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void aTableAlignsNamesLeftAndNumbersRight() {
    new Console(out, out, false)
        .table(
            List.of("model", "accuracy"),
            List.of(List.of("pre-trained", "0.91"), List.of("scratch", "0.8")));

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            """
              model        accuracy
              -----------  --------
              pre-trained      0.91
              scratch           0.8
            """);
  }

  @Test
  void aFailureStandsBesideTheProgressWithoutThePasswordOfAUri() {
    PrintStream results = new PrintStream(OutputStream.nullOutputStream());
    new Console(results, out, false).failure("ftp://ann:secret@host/a: no such file");

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("sunrise: ftp://host/a: no such file\n");
  }

  @Test
  void aBarShowsShareRateAndTimeLeft() {
    Progress progress = new Console(out, out, true).progress("epoch 2", 1000, "rows");

    assertThat(progress.text(250, 5, "loss 2.1"))
        .isEqualTo(
            "  epoch 2 [######..................]  25 %  250 of 1,000 rows  50/s  0:15 left  loss 2.1");
    assertThat(progress.text(1, 20, "")).contains("  1 of 1,000 rows  0.05/s  ");
  }

  @Test
  void aResumedBarCountsAllUnitsAndTimesThoseOfThisProcess() {
    Progress progress = new Console(out, out, true).progress("epoch 2", 1000, "rows", 500);

    assertThat(progress.text(750, 5, ""))
        .isEqualTo(
            "  epoch 2 [##################......]  75 %  750 of 1,000 rows  50/s  0:05 left");
    assertThat(progress.text(500, 5, "")).contains("500 of 1,000 rows", "? left");
  }

  @Test
  void aLongCellIsShownByItsEnds() {
    new Console(out, out, false)
        .table(List.of("label", "rows"), List.of(List.of("a".repeat(40) + "b".repeat(40), "1")));

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("  " + "a".repeat(29) + "\u2026" + "b".repeat(30) + "     1");
  }

  @Test
  void workThatEndsBeforeTheFirstRedrawPrintsNothing() {
    try (Progress progress = new Console(out, out, true).progress("quick", 2, "rows")) {
      progress.at(1);
      progress.at(2);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
