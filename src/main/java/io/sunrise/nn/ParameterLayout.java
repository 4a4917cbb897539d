package io.sunrise.nn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The named parameters of a model and their places in one flat array, in a fixed order. Names are
 * Hugging Face's.
 */
public final class ParameterLayout implements Serializable {

  /** The depth of every parameter after the encoder. */
  public static final int HEAD = Integer.MAX_VALUE;

  private static final String EMBEDDINGS = "bert.embeddings.";
  private static final String LAYER = "bert.encoder.layer.";

  /**
   * One parameter.
   *
   * @param name Hugging Face's, such as {@code bert.embeddings.word_embeddings.weight}
   * @param shape rows first, as stored
   * @param offset of its first number in the flat array
   */
  public record Parameter(String name, List<Integer> shape, int offset) implements Serializable {
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * 0 for the embeddings, 1, 2 ... for the layers from the bottom, {@link #HEAD} for the head.
     */
    public int depth() {
      if (name.startsWith(EMBEDDINGS)) {
        return 0;
      }
      return name.startsWith(LAYER)
          ? 1 + Integer.parseInt(name.substring(LAYER.length(), name.indexOf('.', LAYER.length())))
          : HEAD;
    }

    /**
     * Whether weight decay applies: not to biases and layer norms (Loshchilov and Hutter 2019;
     * BERT's own training).
     */
    public boolean decayed() {
      return !name.endsWith(".bias") && !name.contains("LayerNorm");
    }
  }

  private final List<Parameter> parameters;
  private final int size;

  private ParameterLayout(List<Parameter> parameters, int size) {
    this.parameters = List.copyOf(parameters);
    this.size = size;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /** The length of the flat array. */
  public int size() {
    return size;
  }

  /** The number of encoder layers. */
  public int layers() {
    return parameters.stream()
        .mapToInt(Parameter::depth)
        .filter(depth -> depth < HEAD)
        .max()
        .orElse(0);
  }

  /** The number of values in the embeddings and the layers up to this depth, which come first. */
  public int sizeUpTo(int depth) {
    return parameters.stream()
        .filter(parameter -> parameter.depth() <= depth)
        .mapToInt(Parameter::size)
        .sum();
  }

  public Parameter named(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no parameter is named " + name));
  }

  /** Collects parameters in order. */
  public static final class Builder {
    private final List<Parameter> parameters = new ArrayList<>();
    private int size;

    /** Appends a parameter and returns its offset. */
    public int add(String name, Integer... shape) {
      Parameter parameter = new Parameter(name, Arrays.asList(shape), size);
      parameters.add(parameter);
      size = Math.addExact(size, parameter.size());
      return parameter.offset();
    }

    public ParameterLayout build() {
      return new ParameterLayout(parameters, size);
    }
  }
}
