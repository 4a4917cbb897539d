package io.sunrise.collect;

import io.sunrise.StageTesting;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.stage.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** A folder of input, a workspace, and the stage between them. */
final class CollectTesting {
  private final Path input;
  private final StageTesting stages;

  CollectTesting(Path folder) throws IOException {
    input = Files.createDirectories(folder.resolve("input"));
    stages = new StageTesting(folder.resolve("run"));
  }

  Path input() {
    return input;
  }

  StageTesting stages() {
    return stages;
  }

  Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] bytes) throws IOException {
    Path file = input.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** The configuration of a source of the whole input, without the braces. */
  String source(SourceType type, String... options) {
    return source(type, input, options);
  }

  static String source(SourceType type, Path path, String... options) {
    return TestSettings.source(type, path) + "," + String.join(",", options);
  }

  Manifest collect(String... sources) {
    return collectWith("max-rejected-share = 1", 1, sources);
  }

  /** Collects with additional settings of the stage, and a seed. */
  Manifest collectWith(String settings, long seed, String... sources) {
    return stages.run(stage(settings, seed, sources), seed);
  }

  /** Collects if anything changed, with what was collected before at hand. */
  Manifest collectAgain(String... sources) throws IOException {
    CollectStage stage = stage("max-rejected-share = 1", 1, sources);
    stages.runIfStale(stage, 1);
    return stages.manifest(stage);
  }

  private static CollectStage stage(String settings, long seed, String... sources) {
    String all = Stream.of(sources).collect(Collectors.joining("}, {", "{", "}"));
    String small = "max-document-bytes = 4 KiB, rejected-bytes = 64, output-files = 3, ";
    CollectSettings collect = TestSettings.collect(small + "sources = [" + all + "], " + settings);
    return new CollectStage(collect, seed);
  }

  List<Row> documents() {
    return stages.rows("collect/documents");
  }

  List<String> texts() {
    return documents().stream().map(row -> row.<String>getAs("text")).sorted().toList();
  }

  /** The reasons by the beginning of the row. */
  Map<String, String> rejected() {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : stages.rows("collect/rejected")) {
      reasons.put(row.getAs("text"), row.getAs("reason"));
    }
    return reasons;
  }

  /** The hashes of all files that the stage wrote. */
  static Map<String, String> hashes(Manifest manifest) {
    Map<String, String> hashes = new TreeMap<>();
    manifest.outputs().forEach((path, output) -> hashes.put(path, output.sha256()));
    return hashes;
  }
}
