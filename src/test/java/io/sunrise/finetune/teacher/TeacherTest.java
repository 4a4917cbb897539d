package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.data.TokenRow;
import io.sunrise.inference.Probabilities;
import io.sunrise.nn.Classification;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TeacherTest {
  private static final Networks NETWORKS =
      Networks.of(
          new Classification(new ModelConfig(100, 8, 1, 2, 16, 16, 0), Topics.CLASSES), "java");
  private static final float[] PARAMETERS = parameters();

  /** Large ones, so that the classes differ from row to row. */
  private static float[] parameters() {
    float[] parameters = ParameterInitializer.initialize(NETWORKS.create().layout(), 5);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 20;
    }
    return parameters;
  }

  private static Teacher network() {
    return new Teacher(List.of(new Member.Network(NETWORKS, PARAMETERS, 1)), Topics.CLASSES);
  }

  /** Rows whose labels are those that the network finds. */
  static List<TokenRow> labelledByNetwork(int from, int to) {
    Teacher.Labeller network = network().open();
    return rows(from, to).stream()
        .map(row -> new TokenRow(row.index(), network.label(0, row.tokens()).label(), row.tokens()))
        .toList();
  }

  private static List<TokenRow> rows(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Topics.row(i, Topics.topic(i))).toList();
  }

  static Teacher joined(List<TokenRow> rows) {
    return Topics.teacher(60).with(NETWORKS, PARAMETERS, rows);
  }

  private static double agreement(Teacher teacher, List<TokenRow> rows) {
    Teacher.Labeller labeller = teacher.open();
    return rows.stream()
        .mapToInt(row -> labeller.label(0, row.tokens()).label() == row.label() ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void aNetworkCountsAsFarAsItIsRightOnRowsThatItDidNotLearnFrom() {
    List<TokenRow> others = labelledByNetwork(300, 500);

    assertThat(agreement(Topics.teacher(60), others)).isLessThan(0.7);
    assertThat(agreement(joined(labelledByNetwork(0, 300)), others)).isGreaterThan(0.9);
  }

  @Test
  void aNetworkThatIsWrongChangesLittle() {
    Teacher.Labeller alone = Topics.teacher(60).open();
    Teacher.Labeller joined = joined(rows(0, 300)).open();

    for (TokenRow row : rows(300, 400)) {
      double[] expected = alone.probabilities(row.tokens());
      assertThat(Probabilities.highest(joined.probabilities(row.tokens())))
          .isEqualTo(Probabilities.highest(expected));
    }
  }

  @Test
  void withoutRowsToChooseByTheTeacherStaysAsItIs() {
    int[] row = Topics.row(7, 1).tokens();

    assertThat(joined(List.of()).open().probabilities(row))
        .isEqualTo(Topics.teacher(60).open().probabilities(row));
  }
}
