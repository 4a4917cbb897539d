package io.sunrise.finetune.teacher;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Networks;
import io.sunrise.nn.SequenceClassifier;
import java.io.Serializable;

/** One of the classifiers whose logits a teacher adds. */
interface Member extends Serializable {

  /** Computes the logits of rows, on one thread. */
  interface Logits {
    /**
     * Adds the logits of one row.
     *
     * @param ids with [CLS] first and [SEP] last
     */
    void add(int[] ids, double[] sum);
  }

  /** For the calling thread. */
  Logits open();

  /** The same with logits so many times as large. */
  Member times(double factor);

  /** A linear model of features. */
  record Linear(Features features, LinearModel model) implements Member {
    @Override
    public Logits open() {
      return (ids, sum) -> model.add(features.of(ids), sum);
    }

    @Override
    public Member times(double factor) {
      return new Linear(features, model.times(factor));
    }
  }

  /** A network, which computes rows one by one, so that its logits depend on no other row. */
  record Network(Networks networks, float[] parameters, double factor) implements Member {
    @Override
    public Logits open() {
      SequenceClassifier classifier = (SequenceClassifier) networks.create();
      ClassBatches batches = new ClassBatches();
      return (ids, sum) -> {
        TokenRows row = new TokenRows.Builder().add(new TokenRow(0, 0, ids)).build();
        float[] logits =
            classifier.logits(parameters, batches.batch(row, 0, 1, BatchMaker.VALIDATION));
        for (int c = 0; c < sum.length; c++) {
          sum[c] += factor * logits[c];
        }
      };
    }

    @Override
    public Member times(double other) {
      return new Network(networks, parameters, factor * other);
    }
  }
}
