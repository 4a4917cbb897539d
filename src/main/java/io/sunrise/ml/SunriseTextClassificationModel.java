package io.sunrise.ml;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A fine-tuned classifier. It adds the columns of MLlib's classifiers and the label word; all of
 * them are null for a row without text. Probabilities may differ in their last bits with the rows
 * that are computed together, so with partitions and {@code batchSize}; {@code predict} is exact.
 */
public final class SunriseTextClassificationModel extends Model<SunriseTextClassificationModel>
    implements HasTextCol<SunriseTextClassificationModel>,
        HasPredictionCols<SunriseTextClassificationModel>,
        HasBatchSize<SunriseTextClassificationModel>,
        MLWritable {
  private static final String INDICES = "indices";

  private final String uid;
  private final transient SentWeights sent;
  private final Classes classes;

  SunriseTextClassificationModel(String uid, Weights weights, Classes classes) {
    this.uid = uid;
    this.sent = new SentWeights(weights);
    this.classes = classes;
    setDefault(textCol(), "text");
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(probabilityCol(), "probability");
    setDefault(predictionCol(), "prediction");
    setDefault(predictedLabelCol(), "predictedLabel");
    setDefault(batchSize(), DEFAULT_BATCH_SIZE);
  }

  /**
   * A model of a folder that finetune left, such as {@code work/mine/finetune}.
   *
   * @throws io.sunrise.SunriseException if it is no classifier
   */
  public static SunriseTextClassificationModel ofFolder(String path, SparkSession spark) {
    Weights weights = Weights.ofClassifier(Weights.folder(path, spark), spark);
    return new SunriseTextClassificationModel(
        Identifiable.randomUID("sunriseTextClassifier"),
        weights,
        Classes.ofWords(weights.labels()));
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The label words, by class. */
  public List<String> labels() {
    return classes.words();
  }

  public int numClasses() {
    return classes.words().size();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    TextClassification classification =
        new TextClassification(
            sent.weights().networks(),
            sent.weights().encoder(),
            classes,
            TextClassification.filled(this),
            sent.parameters(dataset.sparkSession()));
    return columns().add(dataset, classification);
  }

  private TextColumns columns() {
    return new TextColumns(getTextCol(), TextClassification.columns(this), getBatchSize());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return columns().schema(schema);
  }

  @Override
  public SunriseTextClassificationModel copy(ParamMap extra) {
    SunriseTextClassificationModel copy =
        new SunriseTextClassificationModel(uid, sent.weights(), classes);
    copyValues(copy, extra);
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return SavedModel.writer(this, sent.weights(), Map.of(INDICES, classes.indices()));
  }

  /** Writes the model as transformers reads it, without Spark's parameters. */
  public void saveModelFolder(String path, SparkSession spark) throws IOException {
    sent.weights().write(path, spark);
  }

  /** Reads what was written; called by Spark's pipelines. */
  public static MLReader<SunriseTextClassificationModel> read() {
    return SavedModel.reader(
        SunriseTextClassificationModel.class,
        (uid, folder, facts, spark) -> {
          Weights weights = Weights.ofClassifier(Weights.folder(folder, spark), spark);
          int[] indices = new ObjectMapper().convertValue(facts.path(INDICES), int[].class);
          return new SunriseTextClassificationModel(
              uid, weights, new Classes(weights.labels(), indices));
        });
  }

  public static SunriseTextClassificationModel load(String path) {
    return read().load(path);
  }
}
