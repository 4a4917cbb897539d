package io.sunrise.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.nn.Pooling;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** How sentence-transformers pools, as its folders say in {@code 1_Pooling/config.json}. */
final class PoolingFile {
  private static final String FILE = "1_Pooling/config.json";
  private static final String MODE = "pooling_mode_";

  private PoolingFile() {}

  static Optional<Pooling> read(ModelFiles files) {
    if (!files.has(FILE)) {
      return Optional.empty();
    }
    try {
      JsonNode config = new ObjectMapper().readTree(files.bytes(FILE));
      return Optional.of(
          switch (mode(config)) {
            case "mean_tokens", "mean" -> Pooling.MEAN;
            case "cls_token", "cls" -> Pooling.FIRST;
            default ->
                throw SunriseException.of(
                    "%s: pools by %s, expected mean_tokens or cls_token; set pooling to one of them",
                    files.path(FILE), mode(config));
          });
    } catch (IOException e) {
      throw new SunriseException(files.path(FILE) + ": not JSON: it is damaged", e);
    }
  }

  private static String mode(JsonNode config) {
    for (Iterator<Map.Entry<String, JsonNode>> fields = config.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getKey().startsWith(MODE) && field.getValue().asBoolean()) {
        return field.getKey().substring(MODE.length());
      }
    }
    return config.path("pooling_mode").asText("nothing");
  }
}
