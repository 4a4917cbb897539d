package io.sunrise.ml;

import static org.apache.spark.sql.functions.col;

import io.sunrise.SunriseException;
import io.sunrise.config.Names;
import io.sunrise.config.Settings;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Pre-trains a model on a column of texts: cleans them, drops copies, trains a tokenizer, and
 * learns to predict masked tokens; or continues from the model in {@code modelPath} with its
 * tokenizer. The same texts, parameters and seed give the same model, whatever the partitions.
 */
public final class SunriseMaskedLanguageModel extends Estimator<SunriseLanguageModel>
    implements HasEmbedding<SunriseMaskedLanguageModel>,
        HasModelPath<SunriseMaskedLanguageModel>,
        HasWorkDir<SunriseMaskedLanguageModel>,
        DefaultParamsWritable {
  private final String uid;

  public SunriseMaskedLanguageModel() {
    this(Identifiable.randomUID("sunriseMaskedLanguageModel"));
  }

  public SunriseMaskedLanguageModel(String uid) {
    this.uid = uid;
    Settings defaults = Settings.of(List.of());
    setDefault(textCol(), "text");
    setDefault(outputCol(), "embedding");
    setDefault(normalize(), false);
    setDefault(batchSize(), DEFAULT_BATCH_SIZE);
    setDefault(settings(), new String[0]);
    setDefault(verbose(), false);
    setDefault(seed(), defaults.seed());
    setDefault(maxIter(), defaults.pretrain().training().epochs());
    setDefault(stepSize(), defaults.pretrain().training().learningRate());
    setDefault(maxTokens(), defaults.preprocess().maxTokens());
    setDefault(vocabularySize(), defaults.preprocess().tokenizer().vocabularySize());
    setDefault(modelSize(), Names.kebab(defaults.model().size().name()));
  }

  @Override
  public String uid() {
    return uid;
  }

  public IntParam maxIter() {
    return new IntParam(this, "maxIter", "passes over the texts");
  }

  public DoubleParam stepSize() {
    return new DoubleParam(this, "stepSize", "the highest learning rate");
  }

  public IntParam maxTokens() {
    return new IntParam(this, "maxTokens", "tokens in a row, [CLS] and [SEP] included");
  }

  public IntParam vocabularySize() {
    return new IntParam(this, "vocabularySize", "the most tokens that the tokenizer learns");
  }

  public Param<String> modelSize() {
    return new Param<>(this, "modelSize", "tiny, mini, small, medium or base");
  }

  public Param<String> budget() {
    return new Param<>(
        this, "budget", "how long pre-training may take, such as \"60 min\", instead of maxIter");
  }

  public SunriseMaskedLanguageModel setModelSize(String value) {
    set(modelSize(), value);
    return this;
  }

  public SunriseMaskedLanguageModel setMaxIter(int value) {
    set(maxIter(), value);
    return this;
  }

  public SunriseMaskedLanguageModel setStepSize(double value) {
    set(stepSize(), value);
    return this;
  }

  public SunriseMaskedLanguageModel setMaxTokens(int value) {
    set(maxTokens(), value);
    return this;
  }

  public SunriseMaskedLanguageModel setVocabularySize(int value) {
    set(vocabularySize(), value);
    return this;
  }

  public SunriseMaskedLanguageModel setBudget(String value) {
    set(budget(), value);
    return this;
  }

  @Override
  public SunriseLanguageModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Column text = col(LabelColumn.quoted(getTextCol()));
    Dataset<Row> texts = dataset.filter(text.isNotNull()).select(text.as("text"));
    try (FitWorkspace fit = new FitWorkspace(this, dataset.sparkSession())) {
      Settings settings = fit.settings(overrides(fit.source("texts", texts, "")));
      fit.run(settings, FitWorkspace.pretraining(settings));
      Weights weights = Weights.ofLanguageModel(fit.model("pretrain"), dataset.sparkSession());
      return copyValues(new SunriseLanguageModel(uid, weights).setParent(this), ParamMap.empty());
    } catch (IOException e) {
      throw new SunriseException("fit: " + SunriseException.reason(e), e);
    }
  }

  private List<String> overrides(String source) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "collect.sources=[" + source + "]",
                "seed=" + getSeed(),
                "preprocess.max-tokens=" + getOrDefault(maxTokens()),
                "preprocess.tokenizer.vocabulary-size=" + getOrDefault(vocabularySize()),
                "model.size=" + getOrDefault(modelSize()),
                "pretrain.epochs=" + getOrDefault(maxIter()),
                String.format(Locale.ROOT, "pretrain.learning-rate=%s", getOrDefault(stepSize()))));
    if (isDefined(budget())) {
      all.add("pretrain.budget=" + FitWorkspace.quoted(getOrDefault(budget())));
    }
    if (isDefined(modelPath())) {
      all.add("model.start-from=" + FitWorkspace.quoted(getModelPath()));
    }
    all.addAll(List.of(getSettings()));
    return all;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return TextEmbedding.columns(this).schema(schema);
  }

  @Override
  public SunriseMaskedLanguageModel copy(ParamMap extra) {
    return (SunriseMaskedLanguageModel) defaultCopy(extra);
  }

  /** Reads what was written; called by Spark's pipelines. */
  public static MLReader<SunriseMaskedLanguageModel> read() {
    return new DefaultParamsReader<>();
  }

  public static SunriseMaskedLanguageModel load(String path) {
    return read().load(path);
  }
}
