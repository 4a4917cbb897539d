package io.sunrise.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.RareClasses;
import io.sunrise.config.Names;
import io.sunrise.config.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RareLabelsTest {
  private static final Labels LABELS = new Labels(List.of("a", "b", "c", "d"));
  private static final Map<String, Long> ROWS = Map.of("a", 100L, "b", 5L, "c", 4L, "d", 1L);

  private static LabelSettings settings(String hocon) {
    return TestSettings.label("validation-share = 0.1, test-share = 0.2, " + hocon);
  }

  private static RareLabels rare(RareClasses setting) {
    return RareLabels.of(
        LABELS, ROWS, settings("rare-classes = " + Names.kebab(setting.name())), Set.of());
  }

  @Test
  void aLabelIsRareIfAPartWouldHaveNoRowOfIt() {
    // 10 % of 5 rows is a row, 10 % of 4 rows is none.
    assertThat(rare(RareClasses.TRAIN).words()).containsExactly("c", "d");
  }

  @Test
  void theSharesTogetherMustLeaveARowToTrainOn() {
    LabelSettings halves = settings("validation-share = 0.5, test-share = 0.45");
    assertThat(RareLabels.of(LABELS, ROWS, halves, Set.of()).words())
        .contains("b")
        .doesNotContain("a");
  }

  @Test
  void separateTestFilesNeedNoRowOfTheSources() {
    Map<String, Long> rows = Map.of("a", 9L, "b", 5L, "c", 4L);
    assertThat(RareLabels.of(LABELS, rows, settings(""), Set.of(Part.TEST)).words())
        .containsExactly("c", "d");
    Set<Part> both = Set.of(Part.VALIDATION, Part.TEST);
    assertThat(RareLabels.of(LABELS, rows, settings(""), both).words()).containsExactly("d");
  }

  @Test
  void labelsOfOneRowEachLookLikeAnotherColumn() {
    Map<String, Long> rows = Map.of("a", 1L, "b", 1L, "c", 1L, "d", 1L);
    assertThatThrownBy(RareLabels.of(LABELS, rows, settings(""), Set.of())::refuse)
        .hasMessageContaining("is label-field the column of the labels?");
  }

  @Test
  void theyAreTrainedOnByDefaultAndOneLineNamesAllOfThem() {
    RareLabels rare = RareLabels.of(LABELS, ROWS, settings(""), Set.of());
    rare.refuse();
    assertThat(rare.line().orElseThrow())
        .contains("2 of 4 labels", "only trained on", "\"c\" (4), \"d\" (1)", "label.rare-classes");
    assertThat(rare.learned(LABELS, Set.of())).isEqualTo(LABELS);
    assertThat(rare.droppedRows()).isZero();
  }

  @Test
  void theyAreLeftOutIfRequested() {
    RareLabels rare = rare(RareClasses.DROP);
    rare.refuse();
    assertThat(rare.line().orElseThrow()).contains("left out", "\"c\" (4), \"d\" (1)");
    assertThat(rare.learned(LABELS, Set.of()).words()).containsExactly("a", "b");
    assertThat(rare.droppedRows()).isEqualTo(5);
  }

  @Test
  void allOfThemAreNamedWhereTheyAreRefused() {
    assertThatThrownBy(rare(RareClasses.REFUSE)::refuse)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("\"c\" (4), \"d\" (1)")
        .hasMessageContaining("validation-share");
  }

  @Test
  void aRunThatCouldMeasureNoLabelIsRefused() {
    RareLabels all =
        RareLabels.of(LABELS, Map.of("a", 2L, "b", 2L, "c", 1L), settings(""), Set.of());
    assertThatThrownBy(all::refuse)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("no label has enough rows")
        .hasMessageContaining("\"a\" (2)");
  }

  @Test
  void aLabelThatOnlyTestFilesHaveIsRefusedUnlessRareLabelsAreDropped() {
    Map<String, Long> rows = Map.of("a", 100L, "b", 100L, "c", 100L);
    Set<Part> given = Set.of(Part.TEST);
    RareLabels trained = RareLabels.of(LABELS, rows, settings(""), given);
    assertThatThrownBy(() -> trained.learned(LABELS, Set.of("a", "d")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("no row to train on has: d");
    RareLabels dropped = RareLabels.of(LABELS, rows, settings("rare-classes = drop"), given);
    assertThat(dropped.learned(LABELS, Set.of("a", "d")).words()).containsExactly("a", "b", "c");
  }
}
