package io.sunrise.collect;

import static io.sunrise.collect.CollectTesting.hashes;
import static io.sunrise.collect.CollectTesting.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.stage.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingIT {
  @TempDir private Path folder;
  private CollectTesting run;

  @BeforeEach
  void makeFolders() throws IOException {
    run = new CollectTesting(folder);
  }

  private String lines(String name, int lines, String... options) throws IOException {
    String text =
        IntStream.range(0, lines)
            .mapToObj(i -> name + " line " + i % (lines - lines / 5))
            .collect(Collectors.joining("\n"));
    Path file = run.write(name + ".txt", text);
    return source(SourceType.TEXT, file, "title = " + name + "," + String.join(",", options));
  }

  private Map<String, Long> documents() {
    return run.documents().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<String>getAs("source"), TreeMap::new, Collectors.counting()));
  }

  @Test
  void weightsGiveExactCountsWhateverThePartitions() throws IOException {
    String[] sources = {
      lines("a", 400, "weight = 3"), lines("b", 500, "weight = 1"), lines("c", 20, "weight = 1")
    };
    Manifest manifest = run.collectWith("max-documents = 200", 3, sources);
    assertThat(documents()).isEqualTo(Map.of("a", 135L, "b", 45L, "c", 20L));
    assertThat(manifest.counts())
        .containsEntry("read", 920L)
        .containsEntry("documents", 200L)
        .containsEntry("left out by max-documents", 720L);
    assertThat(run.stages().printed())
        .containsPattern("source +read +rejected +usable +by weight +documents +bytes")
        .containsPattern("c +20 +0 +20 +40 +20 +");
    SparkTesting.session().conf().set("spark.sql.files.maxPartitionBytes", "700");
    try {
      Manifest again = run.collectWith("max-documents = 200", 3, sources);
      assertThat(hashes(again)).isEqualTo(hashes(manifest));
    } finally {
      SparkTesting.session().conf().unset("spark.sql.files.maxPartitionBytes");
    }
    assertThat(hashes(run.collectWith("max-documents = 200", 4, sources)))
        .isNotEqualTo(hashes(manifest));
  }

  @Test
  void aSourcesOwnMaximumLeavesTheOthersAlone() throws IOException {
    String[] sources = {lines("a", 400, "max-documents = 50"), lines("b", 100)};
    Manifest manifest = run.collectWith("", 1, sources);
    assertThat(documents()).isEqualTo(Map.of("a", 50L, "b", 100L));
    assertThat(manifest.values().at("/sources/0/kept/documents").asLong()).isEqualTo(50);
    assertThat(manifest.values().at("/sources/0/kept/bytes").asLong()).isBetween(400L, 600L);
    assertThat(manifest.values().at("/sources/0/usable/documents").asLong()).isEqualTo(400);
    run.collectWith("max-documents = 30", 1, sources);
    assertThat(run.documents()).hasSize(30);
    assertThat(documents()).containsOnlyKeys("a", "b");
  }

  @Test
  void aRunStopsIfTooMuchOfASourceIsRejectedAndKeepsTheRejectedRows() throws IOException {
    run.write("good.jsonl", "{\"text\": \"a\"}\n".repeat(50));
    Path bad =
        run.write(
            "bad.jsonl", "{\"text\": \"b\"}\n".repeat(8) + "broken\nbroken too\n{\"body\": 1}\n");
    String good = source(SourceType.JSONL, run.input().resolve("good.jsonl"));
    String mixed = source(SourceType.JSONL, bad, "title = mixed");
    assertThatThrownBy(() -> run.collectWith("max-rejected-share = 0.2", 1, good, mixed))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(
            "mixed: 3 of its 11 rows are rejected (27.3 %)",
            "collect.max-rejected-share = 0.2",
            "2 of them: broken JSON, first \"broken\" in file:" + bad + " at 112",
            "all are in ");
    assertThat(run.stages().folder().resolve("collect")).doesNotExist();
    List<Row> rejected = run.stages().rows(".staging/*/rejected");
    assertThat(rejected)
        .extracting(row -> row.<String>getAs("text"))
        .containsExactlyInAnyOrder("broken", "broken too", "{\"body\": 1}");
    Manifest manifest = run.collectWith("max-rejected-share = 0.3", 1, good, mixed);
    assertThat(manifest.counts()).containsEntry("rejected", 3L).containsEntry("documents", 58L);
  }
}
