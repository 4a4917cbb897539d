package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of the run.
 *
 * @param master URL of Spark's master
 * @param cores available to Spark when the report was made
 * @param system operating system, its version and architecture
 */
record Machine(String master, long cores, String system, String java, String spark) {

  static Machine of(JsonNode node) {
    return new Machine(
        node.path("master").asText("?"),
        node.path("cores").asLong(),
        node.path("system").asText("?"),
        node.path("java").asText("?"),
        node.path("spark").asText("?"));
  }

  String sentence() {
    return master
        + ", "
        + Numbers.count(cores)
        + (cores == 1 ? " core" : " cores")
        + " · "
        + system
        + " · Spark "
        + spark
        + ", Java "
        + java;
  }

  Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    table.put("Spark master", master);
    table.put("cores", Numbers.count(cores));
    table.put("system", system);
    return table;
  }
}
