package io.sunrise.ml;

import io.sunrise.SunriseException;
import io.sunrise.config.FinetuneSettings;
import io.sunrise.config.Settings;
import io.sunrise.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Fine-tunes a classifier of texts: from the model in {@code modelPath}, or, where none is set,
 * from one that it pre-trains on the texts of the dataset, also on those without a label. The same
 * rows, parameters and seed give the same model, whatever the partitions.
 */
public final class SunriseTextClassifier extends Estimator<SunriseTextClassificationModel>
    implements HasTextCol<SunriseTextClassifier>,
        HasModelPath<SunriseTextClassifier>,
        HasPredictionCols<SunriseTextClassifier>,
        HasBatchSize<SunriseTextClassifier>,
        HasWorkDir<SunriseTextClassifier>,
        DefaultParamsWritable {

  private final String uid;

  public SunriseTextClassifier() {
    this(Identifiable.randomUID("sunriseTextClassifier"));
  }

  public SunriseTextClassifier(String uid) {
    this.uid = uid;
    Settings defaults = Settings.of(List.of());
    FinetuneSettings finetune = defaults.finetune();
    setDefault(textCol(), "text");
    setDefault(labelCol(), "label");
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(probabilityCol(), "probability");
    setDefault(predictionCol(), "prediction");
    setDefault(predictedLabelCol(), "predictedLabel");
    setDefault(batchSize(), DEFAULT_BATCH_SIZE);
    setDefault(settings(), new String[0]);
    setDefault(verbose(), false);
    setDefault(seed(), defaults.seed());
    setDefault(maxIter(), finetune.training().epochs());
    setDefault(stepSize(), finetune.training().learningRate());
    setDefault(validationShare(), defaults.label().validationShare());
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> labelCol() {
    return new Param<>(
        this,
        "labelCol",
        "the column of labels: strings, or the numbers 0, 1, 2 ...; null where a row has none");
  }

  public Param<String> validationIndicatorCol() {
    return new Param<>(
        this,
        "validationIndicatorCol",
        "a column of booleans: the rows to choose the best epoch by; if it is not set,"
            + " validationShare of the rows");
  }

  public Param<String> weightCol() {
    return new Param<>(
        this,
        "weightCol",
        "a column of numbers from 0: how much each row counts in training; if it is not set, all"
            + " count the same");
  }

  public DoubleParam validationShare() {
    return new DoubleParam(
        this, "validationShare", "the share of the rows to choose the best epoch by, from 0.001");
  }

  public IntParam maxIter() {
    return new IntParam(this, "maxIter", "passes over the rows");
  }

  public DoubleParam stepSize() {
    return new DoubleParam(this, "stepSize", "the highest learning rate");
  }

  public IntParam maxTokens() {
    return new IntParam(
        this,
        "maxTokens",
        "tokens of a text that are read, [CLS] and [SEP] included; if it is not set, 512, or as many"
            + " as the model can read");
  }

  public SunriseTextClassifier setLabelCol(String value) {
    set(labelCol(), value);
    return this;
  }

  public SunriseTextClassifier setValidationIndicatorCol(String value) {
    set(validationIndicatorCol(), value);
    return this;
  }

  public SunriseTextClassifier setWeightCol(String value) {
    set(weightCol(), value);
    return this;
  }

  public SunriseTextClassifier setValidationShare(double value) {
    set(validationShare(), value);
    return this;
  }

  public SunriseTextClassifier setMaxIter(int value) {
    set(maxIter(), value);
    return this;
  }

  public SunriseTextClassifier setStepSize(double value) {
    set(stepSize(), value);
    return this;
  }

  public SunriseTextClassifier setMaxTokens(int value) {
    set(maxTokens(), value);
    return this;
  }

  public String getLabelCol() {
    return getOrDefault(labelCol());
  }

  @Override
  public SunriseTextClassificationModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    try (FitRows rows = FitRows.of(dataset, this);
        FitWorkspace fit = new FitWorkspace(this, dataset.sparkSession())) {
      rows.requireNumbers();
      Settings settings = fit.settings(overrides(rows, fit));
      List<Stage> stages = new ArrayList<>(FitWorkspace.pretraining(settings));
      stages.addAll(FitWorkspace.finetuning(settings));
      fit.run(settings, stages);
      Weights weights = Weights.ofClassifier(fit.model("finetune"), dataset.sparkSession());
      Classes classes = rows.label().classes(weights.labels());
      SunriseTextClassificationModel model =
          new SunriseTextClassificationModel(uid, weights.withLabels(classes.words()), classes);
      return copyValues(model.setParent(this), ParamMap.empty());
    } catch (IOException e) {
      throw new SunriseException("fit: " + SunriseException.reason(e), e);
    }
  }

  private List<String> overrides(FitRows rows, FitWorkspace fit) {
    List<String> all = new ArrayList<>();
    all.add("label.sources=[" + rows.labelled(fit) + "]");
    if (isDefined(modelPath())) {
      all.add("model.start-from=" + FitWorkspace.quoted(getModelPath()));
      all.add("pretrain.epochs=0");
    } else {
      all.add("collect.sources=[" + rows.texts(fit) + "]");
    }
    if (isDefined(maxTokens())) {
      all.add("label.max-tokens=" + getOrDefault(maxTokens()));
    }
    all.addAll(
        List.of(
            "seed=" + getSeed(),
            "label.validation-share=" + getOrDefault(validationShare()),
            "finetune.epochs=" + getOrDefault(maxIter()),
            String.format(Locale.ROOT, "finetune.learning-rate=%s", getOrDefault(stepSize())),
            "finetune.scratch=false",
            "finetune.baseline=false"));
    all.addAll(List.of(getSettings()));
    return all;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    LabelColumn.of(schema, getLabelCol());
    if (isDefined(validationIndicatorCol())) {
      String name = getOrDefault(validationIndicatorCol());
      if (!TextColumns.required(schema, name).dataType().equals(DataTypes.BooleanType)) {
        throw SunriseException.of("column %s is not of booleans; name another one", name);
      }
    }
    if (isDefined(weightCol())) {
      WeightColumn.of(schema, getOrDefault(weightCol()));
    }
    return new TextColumns(getTextCol(), TextClassification.columns(this), getBatchSize())
        .schema(schema);
  }

  @Override
  public SunriseTextClassifier copy(ParamMap extra) {
    return (SunriseTextClassifier) defaultCopy(extra);
  }

  /** Reads what was written; called by Spark's pipelines. */
  public static MLReader<SunriseTextClassifier> read() {
    return new DefaultParamsReader<>();
  }

  public static SunriseTextClassifier load(String path) {
    return read().load(path);
  }
}
