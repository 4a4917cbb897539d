package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.CounterRandom;
import io.sunrise.SparkTesting;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.Classification;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbingIT {
  private static final int VOCABULARY = 40;
  private static final int CLASSES = 3;

  /** Half of the tokens of a row are of its class. */
  private static List<TokenRow> rows() {
    long key = CounterRandom.key(9, "rows");
    List<TokenRow> rows = new ArrayList<>();
    for (int row = 0; row < 150; row++) {
      int label = row % CLASSES;
      int[] ids = new int[12];
      for (int i = 0; i < ids.length; i++) {
        int any = (int) (CounterRandom.uniform(key, row * 20L + i) * (VOCABULARY - 8));
        ids[i] = 5 + (i % 2 == 0 ? any - any % CLASSES + label : any);
      }
      ids[0] = 2;
      ids[ids.length - 1] = 3;
      rows.add(new TokenRow(3L * row, label, ids));
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"BERT", "MODERNBERT"})
  void fitsTheLastLayerAloneToTheSameBitsOnExecutorsAndInATask(Architecture architecture) {
    ModelConfig model = ModelSizes.named("tiny", architecture, VOCABULARY, 16, 0);
    Networks networks = Networks.of(new Classification(model, CLASSES), "java");
    ParameterLayout layout = networks.create().layout();
    float[] parameters = ParameterInitializer.initialize(layout, 1);
    List<TokenRow> rows = rows();
    TokenRows.Builder packed = new TokenRows.Builder();
    rows.forEach(packed::add);

    Probing probing = new Probing(networks, 16);
    float[] inTask = probing.onThisThread(parameters, packed.build());

    assertThat(probing.onExecutors(SparkTesting.session(), parameters, rows)).isEqualTo(inTask);
    int lastLayer = layout.named("classifier.weight").offset();
    assertThat(IntStream.range(0, lastLayer)).allMatch(i -> inTask[i] == parameters[i]);
    assertThat(accuracy(networks, inTask, packed.build()))
        .isGreaterThan(accuracy(networks, parameters, packed.build()) + 0.3);
  }

  private static double accuracy(Networks networks, float[] parameters, TokenRows rows) {
    return networks
        .create()
        .evaluate(parameters, new ClassBatches().batch(rows, 0, rows.size(), BatchMaker.VALIDATION))
        .accuracy();
  }
}
