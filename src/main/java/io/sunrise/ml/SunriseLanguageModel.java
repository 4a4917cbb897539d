package io.sunrise.ml;

import io.sunrise.nn.Pooling;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A pre-trained model. It adds a vector for each text, and {@link #saveModelFolder} writes the
 * folder from which {@link SunriseTextClassifier} and transformers start.
 */
public final class SunriseLanguageModel extends Model<SunriseLanguageModel>
    implements HasEmbedding<SunriseLanguageModel>, MLWritable {
  private final String uid;
  private final transient SentWeights sent;

  SunriseLanguageModel(String uid, Weights weights) {
    this.uid = uid;
    this.sent = new SentWeights(weights);
    setDefault(textCol(), "text");
    setDefault(outputCol(), "embedding");
    setDefault(normalize(), false);
    setDefault(batchSize(), DEFAULT_BATCH_SIZE);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    TextEmbedding embedding =
        new TextEmbedding(
            sent.weights().networks(),
            sent.weights().encoder(),
            poolingIfSet().orElse(Pooling.MEAN),
            getNormalize(),
            sent.parameters(dataset.sparkSession()));
    return TextEmbedding.columns(this).add(dataset, embedding);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return TextEmbedding.columns(this).schema(schema);
  }

  @Override
  public SunriseLanguageModel copy(ParamMap extra) {
    SunriseLanguageModel copy = new SunriseLanguageModel(uid, sent.weights());
    copyValues(copy, extra);
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return SavedModel.writer(this, sent.weights(), Map.of());
  }

  /** Writes the model as transformers reads it, without Spark's parameters. */
  public void saveModelFolder(String path, SparkSession spark) throws IOException {
    sent.weights().write(path, spark);
  }

  /** Reads what was written; called by Spark's pipelines. */
  public static MLReader<SunriseLanguageModel> read() {
    return SavedModel.reader(
        SunriseLanguageModel.class,
        (uid, folder, facts, spark) ->
            new SunriseLanguageModel(
                uid, Weights.ofLanguageModel(Weights.folder(folder, spark), spark)));
  }

  public static SunriseLanguageModel load(String path) {
    return read().load(path);
  }
}
