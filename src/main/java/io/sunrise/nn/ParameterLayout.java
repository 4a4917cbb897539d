package io.sunrise.nn;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The named parameters of a model and their places in one flat array, in a fixed order. Names are
 * Hugging Face's.
 */
public final class ParameterLayout implements Serializable {

  /** The depth of every parameter after the encoder. */
  public static final int HEAD = Integer.MAX_VALUE;

  /** What a parameter is, which decides its initial values and whether it is decayed. */
  public enum Role {
    /** A vector for each token, position or type. */
    EMBEDDING,
    /** (outputs, inputs). */
    MATRIX,
    /** The weight of a layer norm. */
    NORM,
    BIAS;

    /**
     * Whether weight decay applies: biases and layer norms are not decayed (Loshchilov and Hutter
     * 2019; BERT's own training).
     */
    public boolean isDecayed() {
      return this == EMBEDDING || this == MATRIX;
    }
  }

  /**
   * One parameter.
   *
   * @param name Hugging Face's, such as {@code bert.embeddings.word_embeddings.weight}
   * @param shape rows first, as stored
   * @param offset of its first number in the flat array
   * @param depth 0 for the embeddings, 1, 2 ... for the layers from the bottom, {@link #HEAD} for
   *     everything else
   */
  public record Parameter(String name, List<Integer> shape, int offset, int depth, Role role)
      implements Serializable {
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
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

  /** The parameters before the first one whose name begins with a prefix. */
  public ParameterLayout before(String prefix) {
    List<Parameter> first =
        parameters.stream().takeWhile(parameter -> !parameter.name().startsWith(prefix)).toList();
    return new ParameterLayout(first, first.stream().mapToInt(Parameter::size).sum());
  }

  /** The parameter of a name. */
  public Parameter named(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no parameter is named " + name));
  }

  /** Collects parameters in order. */
  public static final class Builder {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private int size;
    private int depth = HEAD;

    /** The depth of the parameters added from here on. */
    public Builder depth(int depth) {
      this.depth = depth;
      return this;
    }

    /**
     * Adds a parameter after the ones before; one whose name was added already is shared.
     *
     * @return its offset
     */
    public int add(Role role, String name, Integer... shape) {
      Parameter parameter = parameters.get(name);
      if (parameter == null) {
        parameter = new Parameter(name, List.of(shape), size, depth, role);
        parameters.put(name, parameter);
        size = Math.addExact(size, parameter.size());
      }
      return parameter.offset();
    }

    public ParameterLayout build() {
      return new ParameterLayout(List.copyOf(parameters.values()), size);
    }
  }
}
