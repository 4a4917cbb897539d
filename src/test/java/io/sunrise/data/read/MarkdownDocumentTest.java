package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sunrise.TestTexts;
import io.sunrise.cleaning.TextCleaner;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownDocumentTest {
  @Test
  void leavesTheWordsOfEveryBlock() {
    String markdown =
        """
        ---
        title: left out
        ---
        # The *Sun*

        It [rises](http://a.b "title") in the
        **east**, `x < y`.

        - one
        - two
          > said ![pic](p.png)

        | a | b |
        |---|---|
        | 1 | 2 |

        ```java
        int i = 0;
        ```
        <div>html</div>
        """;
    assertThat(TextCleaner.STANDARD.clean(MarkdownDocument.text(markdown)).split("\n\n"))
        .containsExactly(
            "The Sun",
            "It rises in the east, x < y.",
            "one",
            "two",
            "said pic",
            "a b 1 2",
            "int i = 0;",
            "html");
  }

  @Test
  void aTableThatAsksForBillionsOfCellsIsText() {
    String columns = "|a".repeat(20_000) + "\n" + "|-".repeat(20_000) + "\n";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String text = MarkdownDocument.text(columns + "b\n".repeat(100_000));
          assertThat(text).startsWith("|a|a").endsWith("b\nb");
        });
  }

  @Test
  void takesNoMoreThanItsLengthForMarksThatNeverEnd() {
    for (String begun :
        List.of("<", "* ", "> ", "- a\n", "x <!--", "*a **b ", "`a``", "![", "[a](", "a**b c* ")) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThat(MarkdownDocument.text(begun.repeat(50_000) + "\nend")).endsWith("end"),
          begun);
    }
  }

  @Test
  void readsDeepNestsAndNastyText() {
    assertThat(MarkdownDocument.text(">".repeat(5000) + " deep")).endsWith("deep");
    assertThat(MarkdownDocument.text("[".repeat(50_000) + "deep")).endsWith("deep");
    assertThat(MarkdownDocument.text("*a **b ".repeat(5000))).contains("b");
    Random random = new Random(41);
    for (int i = 0; i < 5000; i++) {
      assertThat(MarkdownDocument.text(TestTexts.nasty(random))).isNotNull();
    }
  }
}
