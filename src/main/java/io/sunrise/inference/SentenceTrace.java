package io.sunrise.inference;

import io.sunrise.model.ModelFolder;
import io.sunrise.nn.EncoderTrace;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.SequenceClassifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One text on its way through a classifier: tokens, embeddings, transformer layers, head, decision.
 *
 * @param text as it came
 * @param tokens spelled out, [CLS] and [SEP] included
 * @param numbers what each layer made of them
 * @param labels the label words, by class
 * @param probabilities by class
 */
public record SentenceTrace(
    String text,
    int[] ids,
    String[] tokens,
    EncoderTrace numbers,
    List<String> labels,
    double[] probabilities) {
  private static final int FIRST = 4;

  /** Traces a text through the classifier of a folder. */
  public static SentenceTrace of(ModelFolder model, String text) {
    // The provider that trained it may not load here; the last bits are not shown.
    SequenceClassifier network = model.classification().network(GemmProvider.choose("auto"));
    int[] ids = model.encoder().encode(text);
    EncoderTrace numbers = network.trace(model.parameters(network.layout()), ids);
    double[] probabilities = Probabilities.of(numbers.logits(), 0, model.labels().size());
    String[] tokens = model.encoder().tokenizer().tokens(ids);
    return new SentenceTrace(text, ids, tokens, numbers, model.labels(), probabilities);
  }

  public int layers() {
    return numbers.layers().size();
  }

  /** The class with the highest probability. */
  public int decision() {
    return Probabilities.highest(probabilities);
  }

  /** The first numbers of a token's embedding. */
  public float[] firstNumbers(int token) {
    int from = token * numbers.hiddenSize();
    return Arrays.copyOfRange(
        numbers.embeddings(), from, from + Math.min(FIRST, numbers.hiddenSize()));
  }

  /** The token that {@code token} attends to most in a layer, as the mean over heads. */
  public int attendsTo(int layer, int token) {
    return Probabilities.highest(attention(layer, token));
  }

  private double[] attention(int layer, int token) {
    double[] row = new double[ids.length];
    for (int to = 0; to < row.length; to++) {
      row[to] = numbers.meanAttention(layer, token, to);
    }
    return row;
  }

  /** As it stands in the report's {@code run.json}: four decimals are enough to look at. */
  public Map<String, Object> toJson() {
    List<Integer> shape = List.of(ids.length, numbers.hiddenSize());
    Map<String, Object> embedding = new LinkedHashMap<>();
    embedding.put("shape", shape);
    List<List<Double>> first = new ArrayList<>();
    for (int token = 0; token < ids.length; token++) {
      first.add(rounded(firstNumbers(token)));
    }
    embedding.put("first", first);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", text);
    json.put("tokens", tokens);
    json.put("ids", ids);
    json.put("embedding", embedding);
    json.put("layers", layersToJson(shape));
    json.put("logits", rounded(numbers.logits()));
    json.put("labels", labels);
    json.put("probabilities", rounded(probabilities));
    json.put("decision", labels.get(decision()));
    return json;
  }

  private List<Map<String, Object>> layersToJson(List<Integer> shape) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      List<Integer> attendsTo = new ArrayList<>();
      List<List<Double>> attention = new ArrayList<>();
      for (int token = 0; token < ids.length; token++) {
        attendsTo.add(attendsTo(layer, token));
        attention.add(rounded(attention(layer, token)));
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("shape", shape);
      json.put("attendsTo", attendsTo);
      json.put("attention", attention);
      layers.add(json);
    }
    return layers;
  }

  private static List<Double> rounded(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return rounded(doubles);
  }

  private static List<Double> rounded(double[] numbers) {
    return Arrays.stream(numbers).map(number -> Math.rint(number * 1e4) / 1e4).boxed().toList();
  }
}
