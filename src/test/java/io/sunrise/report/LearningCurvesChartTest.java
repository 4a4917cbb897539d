package io.sunrise.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.report.LearningCurves.Curve;
import io.sunrise.report.LearningCurves.Kind;
import io.sunrise.report.LearningCurves.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurvesChartTest {
  private static String chart(double... accuracies) {
    List<Point> points = new ArrayList<>();
    for (double accuracy : accuracies) {
      points.add(new Point(100L << points.size(), accuracy, 0));
    }
    return new LearningCurvesChart(
            new LearningCurves(2, List.of(new Curve(Kind.PRETRAINED, points))))
        .figure()
        .toString();
  }

  @Test
  void anAccuracyOfOneEverywhereIsDrawnAtTheTopOfAnAxisThatHasALength() {
    assertThat(chart(1, 1)).contains(">0.95<", ">1.00<").doesNotContain("NaN");
  }

  @Test
  void anAccuracyOfZeroEverywhereIsDrawnAtTheBottom() {
    assertThat(chart(0)).contains(">0.00<", ">0.05<").doesNotContain("NaN");
  }

  @Test
  void theAxisEndsAtTheTwentiethsAroundAllAccuracies() {
    assertThat(chart(0.62, 0.78)).contains(">0.60<", ">0.80<").doesNotContain("NaN", ">0.85<");
  }
}
