package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.feature.dataset.MiniBatch;
import com.intel.analytics.bigdl.dllib.feature.dataset.Transformer;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.util.concurrent.ThreadLocalRandom;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * Gathers the rows that DLlib's data set draws into batches.
 *
 * @param rows of each batch
 */
record RowsToBatches(BatchMaker batches, int rows)
    implements Transformer<TokenRow, MiniBatch<Float>> {

  @Override
  public Iterator<MiniBatch<Float>> apply(Iterator<TokenRow> drawn) {
    return new AbstractIterator<>() {
      @Override
      public boolean hasNext() {
        return drawn.hasNext();
      }

      @Override
      public MiniBatch<Float> next() {
        TokenRows.Builder builder = new TokenRows.Builder();
        int count = 0;
        while (count < rows && drawn.hasNext()) {
          builder.add(drawn.next());
          count++;
        }
        int draw = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        return new MicroBatch(builder.build(), 0, count, batches, draw);
      }
    };
  }
}
