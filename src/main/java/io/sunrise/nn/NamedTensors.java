package io.sunrise.nn;

import io.sunrise.SunriseException;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors by name, as read from a file.
 *
 * @param where the file, for error messages
 * @param metadata the file's metadata
 */
public record NamedTensors(
    String where, Map<String, Tensor> tensors, Map<String, String> metadata) {

  /** Numbers in row-major order. */
  public record Tensor(List<Integer> shape, float[] numbers) {}

  /**
   * All parameters of a layout as one flat array; tensors that are not in the layout are ignored.
   *
   * @throws SunriseException if one is missing or has another shape
   */
  public float[] parameters(ParameterLayout layout) {
    float[] parameters = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      if (!tensors.containsKey(parameter.name())) {
        throw SunriseException.of(
            "%s has no %s of shape %s: it holds another kind of model; name a folder with this model",
            where, parameter.name(), parameter.shape());
      }
      copy(parameter, parameters);
    }
    return parameters;
  }

  /**
   * Copies the tensors whose names are in a layout into the layout's parameters, such as a
   * pre-trained model's encoder into a classifier.
   *
   * @return the names of the layout's parameters that these tensors lack
   * @throws SunriseException if one has another shape
   */
  public List<String> copyInto(ParameterLayout layout, float[] parameters) {
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : layout.parameters()) {
      if (tensors.containsKey(parameter.name())) {
        copy(parameter, parameters);
      } else {
        missing.add(parameter.name());
      }
    }
    return missing;
  }

  /** Those whose names do not begin with a prefix. */
  public NamedTensors without(String prefix) {
    Map<String, Tensor> others = new HashMap<>(tensors);
    others.keySet().removeIf(name -> name.startsWith(prefix));
    return new NamedTensors(where, others, metadata);
  }

  private void copy(Parameter parameter, float[] parameters) {
    Tensor tensor = tensors.get(parameter.name());
    if (!tensor.shape().equals(parameter.shape())) {
      throw SunriseException.of(
          "%s: %s has shape %s, the configured model expects %s: set model.size and the tokenizer to"
              + " those of the file",
          where, parameter.name(), tensor.shape(), parameter.shape());
    }
    System.arraycopy(tensor.numbers(), 0, parameters, parameter.offset(), parameter.size());
  }
}
