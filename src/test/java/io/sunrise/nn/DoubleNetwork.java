package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The loss of both models in double precision and without dropout, token by token from the formulas
 * of Vaswani et al. 2017 (sections 3.1 and 3.2) and Devlin et al. 2019, and nothing of the product
 * but the layout of its parameters: what the product is checked against.
 */
public final class DoubleNetwork {
  private final ModelConfig config;
  private final LossOptions loss;
  private final Map<String, Parameter> named = new HashMap<>();

  /** The model whose parameters the layout names. */
  public DoubleNetwork(ModelConfig config, ParameterLayout layout, LossOptions loss) {
    this.config = config;
    this.loss = loss;
    layout.parameters().forEach(parameter -> named.put(parameter.name(), parameter));
  }

  /** A product's parameters, in double precision. */
  public static double[] doubles(float[] parameters) {
    double[] doubles = new double[parameters.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = parameters[i];
    }
    return doubles;
  }

  /** The slope of the summed loss along one parameter, by central differences. */
  public double slope(double[] parameters, PackedBatch batch, int index) {
    double step = 1e-4;
    double[] moved = parameters.clone();
    moved[index] = parameters[index] + step;
    double above = loss(moved, batch);
    moved[index] = parameters[index] - step;
    return (above - loss(moved, batch)) / (2 * step);
  }

  /** The loss summed over the batch's targets, in nats. */
  public double loss(double[] parameters, PackedBatch batch) {
    Weights weights = new Weights(parameters);
    boolean classifier = named.containsKey("classifier.weight");
    double loss = 0;
    int target = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int end = batch.offsets()[row + 1];
      double[][] hidden = encode(weights, batch.ids(), first, end);
      for (; target < batch.targets().length && batch.readPositions()[target] < end; target++) {
        double[] token = hidden[batch.readPositions()[target] - first];
        double[] logits = classifier ? classify(weights, token) : predict(weights, token);
        double weight = batch.weights().length == 0 ? 1 : batch.weights()[target];
        loss += weight * crossEntropy(logits, batch.targets()[target]);
      }
    }
    return loss;
  }

  /** The parameters by name; a matrix is (outputs, inputs). */
  private final class Weights {
    private final double[] parameters;

    Weights(double[] parameters) {
      this.parameters = parameters;
    }

    double[] vector(String name, int row) {
      Parameter parameter = named.get(name);
      int width = parameter.shape().get(parameter.shape().size() - 1);
      int from = parameter.offset() + row * width;
      return Arrays.copyOfRange(parameters, from, from + width);
    }

    double[] product(String name, double[] x) {
      Parameter parameter = named.get(name);
      double[] y = new double[parameter.shape().get(0)];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < x.length; j++) {
          y[i] += parameters[parameter.offset() + i * x.length + j] * x[j];
        }
      }
      return y;
    }

    double[] dense(String name, double[] x) {
      return sum(product(name + ".weight", x), vector(name + ".bias", 0));
    }

    double[] layerNorm(String name, double[] x) {
      double mean = Arrays.stream(x).average().orElseThrow();
      double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      double[] weight = vector(name + ".weight", 0);
      double[] bias = vector(name + ".bias", 0);
      double[] y = new double[x.length];
      for (int j = 0; j < y.length; j++) {
        double normalized = (x[j] - mean) / Math.sqrt(variance + Architecture.BERT.normEpsilon());
        y[j] = normalized * weight[j] + bias[j];
      }
      return y;
    }
  }

  /** The hidden states of a row, (tokens, hidden). */
  private double[][] encode(Weights weights, int[] ids, int first, int end) {
    String prefix = "bert.embeddings.";
    double[][] states = new double[end - first][];
    for (int i = 0; i < states.length; i++) {
      double[] word = weights.vector(prefix + "word_embeddings.weight", ids[first + i]);
      double[] position = weights.vector(prefix + "position_embeddings.weight", i);
      double[] type = weights.vector(prefix + "token_type_embeddings.weight", 0);
      states[i] = weights.layerNorm(prefix + "LayerNorm", sum(sum(word, position), type));
    }
    for (int i = 0; i < config.layers(); i++) {
      states = layer(weights, "bert.encoder.layer." + i + ".", states);
    }
    return states;
  }

  private double[][] layer(Weights weights, String prefix, double[][] x) {
    double[][] mixed = attend(weights, prefix + "attention.self.", x);
    double[][] y = new double[x.length][];
    for (int i = 0; i < y.length; i++) {
      double[] projected = weights.dense(prefix + "attention.output.dense", mixed[i]);
      double[] attended =
          weights.layerNorm(prefix + "attention.output.LayerNorm", sum(projected, x[i]));
      double[] wide = gelu(weights.dense(prefix + "intermediate.dense", attended));
      double[] narrow = weights.dense(prefix + "output.dense", wide);
      y[i] = weights.layerNorm(prefix + "output.LayerNorm", sum(narrow, attended));
    }
    return y;
  }

  /** softmax(Q Kᵀ / √d) V, head by head. */
  private double[][] attend(Weights weights, String prefix, double[][] x) {
    int tokens = x.length;
    double[][] queries = new double[tokens][];
    double[][] keys = new double[tokens][];
    double[][] values = new double[tokens][];
    for (int i = 0; i < tokens; i++) {
      queries[i] = weights.dense(prefix + "query", x[i]);
      keys[i] = weights.dense(prefix + "key", x[i]);
      values[i] = weights.dense(prefix + "value", x[i]);
    }
    double[][] context = new double[tokens][config.hiddenSize()];
    int width = config.headSize();
    for (int from = 0; from < config.hiddenSize(); from += width) {
      for (int i = 0; i < tokens; i++) {
        double[] scores = new double[tokens];
        for (int k = 0; k < tokens; k++) {
          for (int j = from; j < from + width; j++) {
            scores[k] += queries[i][j] * keys[k][j] / Math.sqrt(width);
          }
        }
        double all = logSumExp(scores);
        for (int k = 0; k < tokens; k++) {
          for (int j = from; j < from + width; j++) {
            context[i][j] += Math.exp(scores[k] - all) * values[k][j];
          }
        }
      }
    }
    return context;
  }

  /** Classes from a row's first token: dense, tanh, dense. */
  private static double[] classify(Weights weights, double[] token) {
    double[] pooled = weights.dense("bert.pooler.dense", token);
    return weights.dense("classifier", map(pooled, Math::tanh));
  }

  /** Words at a masked token: dense, GELU, layer norm, then the word embeddings as decoder. */
  private static double[] predict(Weights weights, double[] token) {
    String prefix = "cls.predictions.";
    double[] activated = gelu(weights.dense(prefix + "transform.dense", token));
    double[] normalized = weights.layerNorm(prefix + "transform.LayerNorm", activated);
    return sum(
        weights.product("bert.embeddings.word_embeddings.weight", normalized),
        weights.vector(prefix + "bias", 0));
  }

  /** -w Σ q log p. */
  private double crossEntropy(double[] logits, int target) {
    double all = logSumExp(logits);
    double spread = loss.labelSmoothing() / logits.length;
    double entropy = 0;
    for (int j = 0; j < logits.length; j++) {
      double expected = (j == target ? 1 - loss.labelSmoothing() : 0) + spread;
      entropy -= expected * (logits[j] - all);
    }
    return loss.classWeights().isEmpty() ? entropy : entropy * loss.classWeights().get(target);
  }

  private static double logSumExp(double[] x) {
    double largest = Arrays.stream(x).max().orElseThrow();
    return largest + Math.log(Arrays.stream(x).map(v -> Math.exp(v - largest)).sum());
  }

  private static double[] sum(double[] x, double[] y) {
    double[] sum = new double[x.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = x[j] + y[j];
    }
    return sum;
  }

  /** x Φ(x), Φ by its series (Abramowitz and Stegun 1964, 26.2.10), which converges everywhere. */
  private static double[] gelu(double[] x) {
    return map(x, v -> v * normalDistribution(v));
  }

  private static double normalDistribution(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double[] map(double[] x, DoubleUnaryOperator f) {
    return Arrays.stream(x).map(f).toArray();
  }
}
