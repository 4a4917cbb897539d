package io.sunrise.ml;

import io.sunrise.SunriseException;
import io.sunrise.data.Locations;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.model.ModelFolder;
import io.sunrise.model.ModelWriter;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Pooling;
import io.sunrise.stage.SparkVersion;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.train.gradient.FloatSlice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model in memory: what the driver keeps, and sends once to each executor.
 *
 * @param labels by class; none for a language model
 * @param parameters in the layout of the networks
 */
record Weights(Networks networks, List<String> labels, TextEncoder encoder, float[] parameters) {
  /** Opens a folder of any model. */
  static ModelFolder folder(String path, SparkSession spark) {
    SparkVersion.require(spark);
    Path folder = Locations.of(path);
    return ModelFolder.open(fileSystem(folder, spark), folder.toString(), Map.of());
  }

  /** The classifier of a folder. */
  static Weights ofClassifier(ModelFolder folder, SparkSession spark) {
    return of(folder, Networks.of(folder.classification(), SharedGemm.of(spark)), folder.labels());
  }

  /** The language model of a folder, with its head. */
  static Weights ofLanguageModel(ModelFolder folder, SparkSession spark) {
    return of(folder, Networks.ofEncoder(folder.config(), SharedGemm.of(spark)), List.of());
  }

  Weights withLabels(List<String> words) {
    return new Weights(networks, words, encoder, parameters);
  }

  /** The encoder of a folder; a head that it has is left out. */
  static Weights ofEncoder(ModelFolder folder, SparkSession spark) {
    Networks networks = Networks.ofEncoder(folder.config(), SharedGemm.of(spark));
    return new Weights(
        networks,
        List.of(),
        folder.encoder(),
        folder.parameters(networks.embedder(Pooling.MEAN).layout()));
  }

  private static Weights of(ModelFolder folder, Networks networks, List<String> labels) {
    return new Weights(
        networks, labels, folder.encoder(), folder.parameters(networks.create().layout()));
  }

  static FileSystem fileSystem(Path folder, SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      return Locations.fileSystem(folder, hadoop);
    } catch (IOException e) {
      throw new SunriseException(folder + ": cannot be read: " + SunriseException.reason(e), e);
    }
  }

  /** Writes a folder that transformers reads, and {@link #folder} too. */
  void write(String path, SparkSession spark) throws IOException {
    Path folder = Locations.of(path);
    new ModelWriter(fileSystem(folder, spark), folder.toString())
        .write(networks, labels, encoder, parameters);
  }

  Broadcast<FloatSlice> broadcast(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(FloatSlice.all(parameters));
  }

  /** Encoded texts. */
  static TokenRows rows(List<String> texts, TextEncoder encoder) {
    TokenRows.Builder rows = new TokenRows.Builder();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(new TokenRow(i, 0, encoder.encode(texts.get(i))));
    }
    return rows.build();
  }
}
