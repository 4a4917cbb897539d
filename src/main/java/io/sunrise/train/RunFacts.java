package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.train.trace.EpochRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the manifest of a training stage says about its run.
 *
 * @param weightsSha256 of model.safetensors
 */
public record RunFacts(TrainingResult result, String weightsSha256) {

  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("steps", result.steps());
    if (result.skippedSteps() > 0) {
      counts.put("skippedSteps", result.skippedSteps());
    }
    counts.put("tokens", tokens());
    counts.put("parameters", (long) result.parameters().length);
    return counts;
  }

  /** The model's shape, what fed it, how fast it was and the hash of its weights. */
  public Map<String, Object> values(Networks networks, TrainingSettings settings, int maxTokens) {
    double seconds = result.epochs().stream().mapToDouble(EpochRecord::seconds).sum();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", shape(networks.objective().model()));
    values.put("batchRows", settings.batchRows());
    values.put("maxTokens", maxTokens);
    values.put("gemm", networks.gemm());
    values.put("lastEpoch", lastEpoch());
    values.put("weightsOfEpoch", result.epoch());
    values.put("tokensPerSecond", seconds > 0 ? Math.round(tokens() / seconds) : 0);
    values.put("weightsSha256", weightsSha256);
    return values;
  }

  private long tokens() {
    return result.epochs().stream().mapToLong(EpochRecord::tokens).sum();
  }

  private int lastEpoch() {
    return result.epochs().stream().mapToInt(EpochRecord::epoch).max().orElse(0);
  }

  private static Map<String, Object> shape(ModelConfig model) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("vocabularySize", model.vocabularySize());
    shape.put("hiddenSize", model.hiddenSize());
    shape.put("layers", model.layers());
    shape.put("attentionHeads", model.attentionHeads());
    shape.put("intermediateSize", model.intermediateSize());
    shape.put("maxPositions", model.maxPositions());
    shape.put("dropout", model.dropout());
    return shape;
  }
}
