package io.sunrise.collect;

import static io.sunrise.collect.CollectTesting.hashes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.stage.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalSourceIT {
  private static final String NEW_ONLY = "incremental = true, title = daily";

  @TempDir private Path folder;
  private CollectTesting run;

  @BeforeEach
  void firstDays() throws IOException {
    run = new CollectTesting(folder);
    run.write("1.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n{\"text\": 3}\n");
    run.write("2.jsonl", "{\"text\": \"three\"}\n");
  }

  private Manifest collect(String... more) throws IOException {
    return run.collectAgain(run.source(SourceType.JSONL, NEW_ONLY + String.join("", more)));
  }

  /** What a run that knows of no earlier one leaves. */
  private Map<String, String> whole() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("whole"));
    return hashes(
        new CollectTesting(elsewhere).collect(run.source(SourceType.JSONL, "title = daily")));
  }

  @Test
  void aNewFileIsReadAloneAndLeavesTheBytesOfOneRunOverAll() throws IOException {
    collect();
    // What the first run read is not there to be read again, though its length and time are.
    Path first = run.input().resolve("1.jsonl");
    byte[] bytes = Files.readAllBytes(first);
    var time = Files.getLastModifiedTime(first);
    Files.writeString(first, " ".repeat(bytes.length - 1) + "\n");
    Files.setLastModifiedTime(first, time);
    run.write("3.jsonl", "{\"text\": \"four\"}\n{\"text\": null}\n");
    Manifest second = collect();
    assertThat(run.texts()).containsExactly("four", "one", "three", "two");
    assertThat(run.stages().printed())
        .contains("daily: 1 files are new, 0 changed, 2 were read before");
    assertThat(second.counts())
        .containsEntry("read", 6L)
        .containsEntry("documents", 4L)
        .containsEntry("rejected", 2L);
    Files.write(first, bytes);
    assertThat(hashes(second)).isEqualTo(whole());
  }

  @Test
  void aChangedFileIsReadAgainAndAFileThatIsGoneKeepsItsDocuments() throws IOException {
    collect();
    run.write("1.jsonl", "{\"text\": \"one, corrected\"}\n");
    Files.delete(run.input().resolve("2.jsonl"));
    Manifest second = collect();
    assertThat(run.texts()).containsExactly("one, corrected", "three");
    assertThat(second.counts()).containsEntry("read", 2L).containsEntry("rejected", 0L);
    Files.delete(run.input().resolve("1.jsonl"));
    run.write("4.jsonl", "");
    collect();
    assertThat(run.texts()).containsExactly("one, corrected", "three");
  }

  @Test
  void otherSettingsReadAllFilesAgain() throws IOException {
    collect();
    run.write("2.jsonl", "{\"text\": \"three\", \"body\": \"drei\"}\n");
    run.write("1.jsonl", "{\"body\": \"eins\"}\n");
    collect(", text-field = body");
    assertThat(run.texts()).containsExactly("drei", "eins");
    assertThat(run.stages().printed())
        .contains("daily: its settings changed, so all its files are read again");
  }

  @Test
  void anotherSourceIsReadWhole() throws IOException {
    Path other = folder.resolve("other.txt");
    Files.writeString(other, "a line\n");
    String lines = CollectTesting.source(SourceType.TEXT, other, "title = lines");
    String daily = run.source(SourceType.JSONL, NEW_ONLY);
    run.collectAgain(daily, lines);
    Files.writeString(other, "another line\n");
    run.collectAgain(daily, lines);
    assertThat(run.texts()).containsExactly("another line", "one", "three", "two");
    run.collectAgain(daily);
    assertThat(run.texts()).containsExactly("one", "three", "two");
  }

  @Test
  void aDamagedEarlierOutputIsNotBuiltOn() throws IOException {
    collect();
    Path documents = run.stages().folder().resolve("collect/documents/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(documents);
    bytes[bytes.length / 2]++;
    Files.write(documents, bytes);
    run.write("3.jsonl", "{\"text\": \"four\"}\n");
    assertThatThrownBy(this::collect)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("part-00000.parquet: damaged")
        .hasMessageContaining("run collect again with --force");
  }

  @Test
  void refusesWhatNeedsAllRowsAtOnce() {
    for (Map.Entry<String, String> each :
        Map.of(
                "id-field = id", "has an id-field",
                "max-documents = 10", "has max-documents")
            .entrySet()) {
      assertThatThrownBy(() -> collect(", " + each.getKey()))
          .isInstanceOf(SunriseException.class)
          .hasMessage(
              "daily: incremental = true, and it %s, which needs all rows at once; leave one of the"
                  + " two out",
              each.getValue());
    }
    String daily = run.source(SourceType.JSONL, NEW_ONLY);
    assertThatThrownBy(() -> run.collectWith("max-documents = 10", 1, daily))
        .hasMessageContaining("is limited by collect.max-documents");
  }
}
