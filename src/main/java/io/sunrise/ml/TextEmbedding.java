package io.sunrise.ml;

import io.sunrise.inference.Chunks;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Pooling;
import io.sunrise.nn.RowEmbedder;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.train.gradient.FloatSlice;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Computes a vector for each text.
 *
 * @param parameters begin with the encoder's
 */
record TextEmbedding(
    Networks networks,
    TextEncoder encoder,
    Pooling pooling,
    boolean normalize,
    Broadcast<FloatSlice> parameters)
    implements TextColumns.Factory {
  /** The column that it fills. */
  static TextColumns columns(HasEmbedding<?> params) {
    StructField vector =
        new StructField(params.getOutputCol(), SQLDataTypes.VectorType(), true, Metadata.empty());
    return new TextColumns(params.getTextCol(), List.of(vector), params.getBatchSize());
  }

  @Override
  public TextColumns.Computation get() {
    RowEmbedder embedder = networks.embedder(pooling);
    return texts -> {
      float[] all =
          Chunks.compute(
              Weights.rows(texts, encoder),
              networks.objective().model(),
              batch -> embedder.embed(parameters.value().array(), batch));
      int width = all.length / texts.size();
      List<Object[]> vectors = new ArrayList<>();
      for (int row = 0; row < texts.size(); row++) {
        vectors.add(new Object[] {vector(all, row * width, width)});
      }
      return vectors;
    };
  }

  private Vector vector(float[] all, int from, int width) {
    double[] numbers = new double[width];
    double squares = 0;
    for (int i = 0; i < width; i++) {
      numbers[i] = all[from + i];
      squares += numbers[i] * numbers[i];
    }
    if (normalize && squares > 0) {
      double length = Math.sqrt(squares);
      for (int i = 0; i < width; i++) {
        numbers[i] /= length;
      }
    }
    return Vectors.dense(numbers);
  }
}
