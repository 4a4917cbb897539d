package io.sunrise.ml;

import io.sunrise.model.ModelFolder;
import io.sunrise.nn.Pooling;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A vector for each text: the pooled last hidden states of the encoder in {@code modelPath}. For
 * MLlib's logistic regression, k-means or locality-sensitive hashing. A null text has a null
 * vector.
 */
public final class SunriseTextEmbedder extends Transformer
    implements HasEmbedding<SunriseTextEmbedder>,
        HasModelPath<SunriseTextEmbedder>,
        DefaultParamsWritable {
  private final String uid;

  /** What was read last, which further calls use. */
  private transient Loaded loaded;

  private record Loaded(String path, ModelFolder folder, SentWeights sent) {}

  public SunriseTextEmbedder() {
    this(Identifiable.randomUID("sunriseTextEmbedder"));
  }

  public SunriseTextEmbedder(String uid) {
    this.uid = uid;
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
    SparkSession spark = dataset.sparkSession();
    Loaded model = loaded(spark);
    Pooling pooling = poolingIfSet().or(model.folder::pooling).orElse(Pooling.MEAN);
    Weights weights = model.sent.weights();
    TextEmbedding embedding =
        new TextEmbedding(
            weights.networks(),
            weights.encoder(),
            pooling,
            getNormalize(),
            model.sent.parameters(spark));
    return TextEmbedding.columns(this).add(dataset, embedding);
  }

  private synchronized Loaded loaded(SparkSession spark) {
    String path = getModelPath();
    if (loaded == null || !loaded.path.equals(path)) {
      ModelFolder folder = Weights.folder(path, spark);
      loaded = new Loaded(path, folder, new SentWeights(Weights.ofEncoder(folder, spark)));
    }
    return loaded;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return TextEmbedding.columns(this).schema(schema);
  }

  @Override
  public SunriseTextEmbedder copy(ParamMap extra) {
    return (SunriseTextEmbedder) defaultCopy(extra);
  }

  /** Reads what was written; called by Spark's pipelines. */
  public static MLReader<SunriseTextEmbedder> read() {
    return new DefaultParamsReader<>();
  }

  public static SunriseTextEmbedder load(String path) {
    return read().load(path);
  }
}
