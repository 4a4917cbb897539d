package io.sunrise.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.nn.NamedTensors;
import io.sunrise.nn.Safetensors;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a folder's weights, which are in one file or in several that an index names, and gives
 * tensors their names in transformers' classes with a head: those of a bare encoder have no prefix,
 * and old files call the numbers of a layer norm gamma and beta.
 */
record WeightFiles(ModelFiles files, String prefix) {
  private static final String PICKLED = "pytorch_model.bin";
  private static final Map<String, String> OLD_ENDINGS =
      Map.of(".gamma", ".weight", ".beta", ".bias");

  /** The SHA-256 of each file. */
  Map<String, String> hashes() {
    Set<String> names = files.has(ModelFolder.WEIGHTS) ? Set.of(ModelFolder.WEIGHTS) : partNames();
    Map<String, String> hashes = new TreeMap<>();
    names.forEach(name -> hashes.put(name, files.hash(name)));
    return hashes;
  }

  NamedTensors read() {
    if (files.has(ModelFolder.WEIGHTS)) {
      return named(files.read(ModelFolder.WEIGHTS, Safetensors::read));
    }
    if (files.has(ModelFolder.INDEX)) {
      return named(parts());
    }
    if (files.has(PICKLED)) {
      throw SunriseException.of(
          "%s: only safetensors are read, as a pickle can execute code; convert it in Python:"
              + " AutoModel.from_pretrained(folder).save_pretrained(folder)",
          files.path(PICKLED));
    }
    throw SunriseException.of(
        "%s: missing; name a folder as save_pretrained of transformers writes it, or run the stage"
            + " that writes it again with --force",
        files.path(ModelFolder.WEIGHTS));
  }

  private NamedTensors parts() {
    Map<String, NamedTensors.Tensor> tensors = new LinkedHashMap<>();
    for (String part : partNames()) {
      tensors.putAll(files.read(part, Safetensors::read).tensors());
    }
    return new NamedTensors(files.path(ModelFolder.INDEX), tensors, Map.of());
  }

  private Set<String> partNames() {
    Set<String> names = new TreeSet<>();
    try {
      JsonNode map = new ObjectMapper().readTree(files.bytes(ModelFolder.INDEX)).path("weight_map");
      map.elements().forEachRemaining(name -> names.add(name.asText()));
    } catch (IOException e) {
      throw new SunriseException(
          files.path(ModelFolder.INDEX) + ": not JSON: it is damaged; download it again", e);
    }
    for (String name : names) {
      if (!name.endsWith(".safetensors") || name.contains("/")) {
        throw SunriseException.of(
            "%s: weight_map names %s, expected files of safetensors in the same folder",
            files.path(ModelFolder.INDEX), name);
      }
    }
    if (names.isEmpty()) {
      throw SunriseException.of("%s: weight_map names no files", files.path(ModelFolder.INDEX));
    }
    return names;
  }

  private NamedTensors named(NamedTensors read) {
    boolean bare = read.tensors().keySet().stream().noneMatch(name -> name.startsWith(prefix));
    Map<String, NamedTensors.Tensor> tensors = new HashMap<>();
    read.tensors().forEach((name, tensor) -> tensors.put((bare ? prefix : "") + now(name), tensor));
    return new NamedTensors(read.where(), tensors, read.metadata());
  }

  private static String now(String name) {
    for (Map.Entry<String, String> ending : OLD_ENDINGS.entrySet()) {
      if (name.endsWith("LayerNorm" + ending.getKey())) {
        return name.substring(0, name.length() - ending.getKey().length()) + ending.getValue();
      }
    }
    return name;
  }
}
