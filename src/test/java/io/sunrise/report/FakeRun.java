package io.sunrise.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A plausible finished run as {@code run.json}, with made-up numbers. */
final class FakeRun {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final List<String> TOKENS =
      List.of(
          "[CLS]", "the", "film", "was", "not", "bad", "at", "all", ",", "i", "loved", "every",
          "minute", ".", "[SEP]");
  private static final String HASH =
      "9a41f0c7d2b86e35a1c4907f6e8d2b13c5a7f9e0d1b2c3a4958677f0e1d2c3b4";

  private FakeRun() {}

  /** Fifteen and five epochs, like the textbook. */
  static ObjectNode full() {
    return of(15, 5);
  }

  static ObjectNode of(int pretrainEpochs, int finetuneEpochs) {
    ObjectNode run = MAPPER.createObjectNode();
    run.put("title", "Sunrise").put("finishedAt", "2026-05-12T05:14:09Z");
    run.putObject("machine")
        .put("master", "local[2]")
        .put("cores", 2)
        .put("system", "Linux 6.1.0 (amd64)")
        .put("java", "17.0.15")
        .put("spark", "3.5.7");
    stages(run.putArray("stages"));
    samples(run.putObject("samples"));
    run.set("masked", masked());
    run.set("neighbours", neighbours());
    run.putObject("pretrain").set("epochs", epochs(1, pretrainEpochs, 7.6, 3.1, 0.06, 0.46));
    run.putObject("finetune")
        .set("epochs", epochs(pretrainEpochs + 1, finetuneEpochs, 0.62, 0.29, 0.66, 0.88));
    run.putObject("scratch").set("epochs", epochs(1, finetuneEpochs, 0.7, 0.46, 0.52, 0.79));
    run.set("metrics", metrics());
    run.set("crossValidation", crossValidation());
    run.set("trace", trace());
    return run;
  }

  private static void stages(ArrayNode stages) {
    ObjectNode collect = stage(stages, "collect", 8.31);
    counts(collect, "documents", 20_000, "rejected", 14);
    counts(collect, "rejected.invalid UTF-8", 9, "rejected.longer than 10 MiB", 5);
    ObjectNode preprocess = stage(stages, "preprocess", 21.9);
    counts(preprocess, "documents", 20_000, "rows", 41_232, "tokens", 812_004);
    counts(preprocess, "vocabulary", 8192, "dropped", 1_203);
    counts(preprocess, "dropped.exact duplicate", 1_101, "dropped.too short", 102);
    preprocess.withObject("/settings").put("max-tokens", 50).put("min-tokens", 3);
    ObjectNode pretrain = stage(stages, "pretrain", 104.2);
    counts(pretrain, "trainRows", 40_408, "validationRows", 824, "steps", 1_185);
    counts(pretrain, "parameters", 1_471_232);
    pretrain.withObject("/settings").put("batch-rows", 512);
    pretrain
        .withObject("/values/model")
        .put("vocabularySize", 8192)
        .put("hiddenSize", 128)
        .put("layers", 2)
        .put("maxPositions", 50);
    pretrain
        .withObject("/values")
        .put("tokensPerSecond", 61_204)
        .put("gemm", "mkl")
        .put("weightsSha256", HASH);
    ObjectNode label = stage(stages, "label", 3.4);
    counts(label, "rows", 1_000, "train", 700, "validation", 100, "test", 200);
    ObjectNode finetune = stage(stages, "finetune", 23.5);
    counts(finetune, "steps", 110, "parameters", 1_488_002);
    finetune.withObject("/settings").put("batch-rows", 32);
  }

  private static ObjectNode stage(ArrayNode stages, String name, double seconds) {
    ObjectNode stage = stages.addObject();
    stage.put("stage", name).put("hash", HASH).put("seconds", seconds).put("seed", 1);
    stage.putObject("counts");
    stage.putObject("settings").put("output-files", 8);
    stage.putObject("versions").put("sunrise", "0.1.0").put("spark", "3.5.7");
    ObjectNode outputs = stage.putObject("outputs");
    output(outputs, "part-00000.parquet", 1_482_113, false);
    output(outputs, "trace.jsonl", 21_004, true);
    return stage;
  }

  private static void output(ObjectNode outputs, String path, long bytes, boolean log) {
    outputs.putObject(path).put("bytes", bytes).put("sha256", HASH).put("log", log);
  }

  private static void counts(ObjectNode stage, Object... namesAndValues) {
    ObjectNode counts = (ObjectNode) stage.get("counts");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      counts.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
    }
  }

  private static void samples(ObjectNode samples) {
    samples
        .putObject("document")
        .put(
            "text",
            "The sun rises in the east. Old fishermen of the northern coast say that whoever sees it"
                + " lift from the water has a good day ahead; the harbour master only says that it"
                + " is early.")
        .put("source", "generated");
    ObjectNode tokens = samples.putObject("tokens");
    tokens.set(
        "tokens",
        MAPPER.valueToTree(
            List.of("[CLS]", "the", "sun", "rises", "in", "the", "east", ".", "[SEP]")));
    tokens.set("ids", MAPPER.valueToTree(List.of(2, 17, 412, 1873, 25, 17, 903, 11, 3)));
    samples
        .putObject("labelled")
        .put("text", "A slow start, yet the last hour is anything but dull.")
        .put("label", "positive");
  }

  private static ObjectNode masked() {
    return json(
        """
        {"rows": [{
          "tokens": ["[CLS]","the","sun","rises","in","the","east","and","the","town","wakes",".","[SEP]"],
          "masked": ["[CLS]","the","[MASK]","rises","in","the","[MASK]","and","the","town","wakes",".","[SEP]"],
          "positions": [2, 6],
          "predictions": [
            {"position": 2, "expected": "sun", "top": [["sun", 0.71], ["moon", 0.12], ["light", 0.03]]},
            {"position": 6, "expected": "east", "top": [["west", 0.41], ["east", 0.38], ["north", 0.09]]}]}]}
        """);
  }

  private static ObjectNode neighbours() {
    return json(
        """
        {"words": [
          {"word": "harbour", "neighbours": [["port", 0.83], ["quay", 0.79], ["ferry", 0.71], ["docks", 0.7], ["coast", 0.64]]},
          {"word": "sunrise", "neighbours": [["dawn", 0.88], ["sunset", 0.81], ["dusk", 0.74], ["horizon", 0.69], ["east", 0.6]]}]}
        """);
  }

  private static ArrayNode epochs(
      int first, int count, double loss, double lossEnd, double accuracy, double accuracyEnd) {
    ArrayNode epochs = MAPPER.createArrayNode();
    for (int i = 0; i < count; i++) {
      double done = count == 1 ? 1 : 1 - Math.pow(1 - (double) i / (count - 1), 2);
      double trainLoss = loss + (lossEnd - loss) * done;
      double trainAccuracy = accuracy + (accuracyEnd - accuracy) * done;
      epochs
          .addObject()
          .put("epoch", first + i)
          .put("step", 79L * (i + 1))
          .put("trainLoss", trainLoss)
          .put("trainAccuracy", trainAccuracy)
          .put("validationLoss", trainLoss + 0.02 + 0.05 * done)
          .put("validationAccuracy", trainAccuracy - 0.03 * done)
          .put("seconds", 6.9);
    }
    return epochs;
  }

  /**
   * As cross-validate's manifest, the setting searched with the better validation accuracy first.
   */
  private static ObjectNode crossValidation() {
    ObjectNode manifest = MAPPER.createObjectNode();
    manifest.putObject("settings").putObject("cross-validate").put("folds", 5);
    ArrayNode cells = manifest.putObject("values").putArray("accuracy");
    for (int labels : new int[] {100, 5680}) {
      double share = labels == 100 ? 0 : 0.1;
      cell(cells, "pretrained", labels, 0.71 + share)
          .put("plainHeldOutMean", 0.66 + share)
          .put("plainHeldOutDeviation", 0.02);
      cell(cells, "pretrained", labels, 0.5);
      cell(cells, "vectors", labels, 0.69 + share);
      cell(cells, "baseline", labels, 0.55 + 2 * share);
    }
    return manifest;
  }

  private static ObjectNode cell(ArrayNode cells, String model, int labels, double mean) {
    return cells
        .addObject()
        .put("model", model)
        .put("labels", labels)
        .put("heldOutMean", mean)
        .put("heldOutDeviation", 0.015);
  }

  private static ObjectNode metrics() {
    return json(
        """
        {"labels": ["negative", "positive"],
         "pretrained": {"validation": {"accuracy": 0.871, "macroF1": 0.868, "weightedF1": 0.868, "areaUnderRoc": 0.941},
                        "test": {"accuracy": 0.864, "macroF1": 0.861, "weightedF1": 0.861, "areaUnderRoc": 0.936,
                                 "classes": [{"label": "negative", "rows": 211, "precision": 0.881, "recall": 0.842, "f1": 0.861},
                                             {"label": "positive", "rows": 189, "precision": 0.848, "recall": 0.886, "f1": 0.866}],
                                 "confusions": [{"label": "negative", "prediction": "negative", "rows": 178},
                                                {"label": "negative", "prediction": "positive", "rows": 33},
                                                {"label": "positive", "prediction": "negative", "rows": 24},
                                                {"label": "positive", "prediction": "positive", "rows": 165}]}},
         "scratch": {"validation": {"accuracy": 0.79, "macroF1": 0.781, "weightedF1": 0.781, "areaUnderRoc": 0.862},
                     "test": {"accuracy": 0.780, "macroF1": 0.774, "weightedF1": 0.774, "areaUnderRoc": 0.855}},
         "baseline": {"validation": {"accuracy": 0.81, "macroF1": 0.804, "weightedF1": 0.804, "areaUnderRoc": 0.889},
                      "test": {"accuracy": 0.802, "macroF1": 0.799, "weightedF1": 0.799, "areaUnderRoc": 0.884}},
         "accuracyGained": 0.084, "accuracyGainedError": 0.013, "stepsToScratchFinal": {"pretrained": 34, "scratch": 110}}
        """);
  }

  private static ObjectNode trace() {
    ObjectNode trace = MAPPER.createObjectNode();
    trace.put("text", "The film was not bad at all , I loved every minute .");
    trace.set("tokens", MAPPER.valueToTree(TOKENS));
    ArrayNode ids = trace.putArray("ids");
    ObjectNode embedding = trace.putObject("embedding");
    embedding.putArray("shape").add(TOKENS.size()).add(128);
    ArrayNode first = embedding.putArray("first");
    for (int i = 0; i < TOKENS.size(); i++) {
      ids.add(2 + 37 * i);
      ArrayNode row = first.addArray();
      for (int k = 0; k < 4; k++) {
        row.add(Math.round(14000 * Math.sin(3.7 * i + 1.9 * k)) / 10000.0);
      }
    }
    ArrayNode layers = trace.putArray("layers");
    layer(layers.addObject(), 1);
    layer(layers.addObject(), 2);
    trace.putArray("logits").add(-1.412).add(1.873);
    trace.putArray("labels").add("negative").add("positive");
    trace.putArray("probabilities").add(0.0361).add(0.9639);
    return trace.put("decision", "positive");
  }

  private static void layer(ObjectNode layer, int number) {
    int n = TOKENS.size();
    layer.putArray("shape").add(n).add(128);
    ArrayNode attendsTo = layer.putArray("attendsTo");
    ArrayNode attention = layer.putArray("attention");
    for (int i = 0; i < n; i++) {
      double[] row = new double[n];
      double sum = 0;
      int most = 0;
      for (int k = 0; k < n; k++) {
        row[k] = Math.exp(2.2 * Math.sin(number * 1.3 * i + 2.1 * k) - 0.12 * Math.abs(i - k));
        sum += row[k];
        most = row[k] > row[most] ? k : most;
      }
      ArrayNode numbers = attention.addArray();
      for (double value : row) {
        numbers.add(value / sum);
      }
      attendsTo.add(most);
    }
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
