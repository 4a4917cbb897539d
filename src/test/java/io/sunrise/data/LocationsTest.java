package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {
  @TempDir private Path folder;

  private void write(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), name);
    }
  }

  private List<String> find(String location) throws IOException {
    int start = ("file:" + folder + "/").length();
    return Locations.find(folder + "/" + location, new Configuration()).stream()
        .map(file -> file.getPath().toString().substring(start))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "{a,b}",
        "a*",
        "a?",
        "a\\b",
        "10:00:00",
        "file:x",
        "50%20",
        "a#b",
        "a b",
        "ü"
      })
  void aNameThatExistsIsTakenAsItIs(String name) throws IOException {
    write(name, "1", "a", "b", "ab", "ac", "50 ", name + "-folder/" + name, "a-folder/a");
    assertThat(find(name)).containsExactly(name);
    assertThat(find(name + "-folder/" + name)).containsExactly(name + "-folder/" + name);
    assertThat(find(name + "-folder/*")).containsExactly(name + "-folder/" + name);
  }

  @Test
  void hiddenFilesAndFoldersAreNotListed() throws IOException {
    write("x/a.txt", "x/.b", "x/_c", "x/.git/d", "x/deep/e.txt", "x/deep/_f/g");
    assertThat(visible("x", true)).containsExactlyInAnyOrder("a.txt", "e.txt");
    assertThat(visible("x", false)).containsExactly("a.txt");
    assertThat(visible("x/.b", true)).containsExactly(".b");
    assertThat(visible("x/.git", true)).containsExactly("d");
  }

  private List<String> visible(String root, boolean recursive) throws IOException {
    Configuration configuration = new Configuration();
    return Locations.visibleFiles(
            Locations.find(folder + "/" + root, configuration).get(0), recursive, configuration)
        .stream()
        .map(file -> file.getPath().getName())
        .toList();
  }

  @Test
  void whatDoesNotExistIsAPattern() throws IOException {
    write("x/a1.txt", "x/a2.txt", "y/a1.txt", "y/b.log", "y/deep/c.txt");
    assertThat(find("*/a[12].txt")).containsExactly("x/a1.txt", "x/a2.txt", "y/a1.txt");
    assertThat(find("{x/a2,y/a?}.txt")).containsExactly("x/a2.txt", "y/a1.txt");
    assertThat(find("y/*")).containsExactly("y/a1.txt", "y/b.log", "y/deep");
    assertThat(find("*/*/*.txt")).containsExactly("y/deep/c.txt");
    assertThat(find("z/*")).isEmpty();
    assertThat(find("x/a1.txt/*")).isEmpty();
  }

  @Test
  void aPatternMayHoldAColonAndMatchNamesWithOne() throws IOException {
    write("2024-05-01T10:00:00.jsonl", "2024-05-01T11:00:00.jsonl", "2024-05-01T10:30:00.jsonl");
    assertThat(find("*:00:00.jsonl"))
        .containsExactly("2024-05-01T10:00:00.jsonl", "2024-05-01T11:00:00.jsonl");
    assertThat(find("*.jsonl")).hasSize(3);
  }

  @Test
  void aBackslashTakesItsMeaningFromACharacterOfAPattern() throws IOException {
    write("star*.txt", "stars.txt");
    assertThat(find("star\\*.txt")).containsExactly("star*.txt");
    assertThat(find("sta[r]\\*.txt")).containsExactly("star*.txt");
  }

  @Test
  void aPatternThatDoesNotEndIsRefused() {
    assertThatThrownBy(() -> find("{a")).isInstanceOf(IOException.class);
  }

  @Test
  void onlyASchemeAndASlashMakeAUri() {
    assertThat(Locations.of("hdfs://host:8020/x").toUri().getScheme()).isEqualTo("hdfs");
    assertThat(Locations.of("file:/x").toUri().getScheme()).isEqualTo("file");
    for (String path : List.of("manual__2024-05-01T10:00:00+00:00", "exp:1", "a/b:/c")) {
      assertThat(Locations.of(path).toUri().getScheme()).isNull();
      assertThat(new org.apache.hadoop.fs.Path("file:/work", Locations.of(path)))
          .hasToString("file:/work/" + path.replace(":/", ":/"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abfss://container@account.dfs.core.windows.net/a, org.apache.hadoop:hadoop-azure:3",
    "gs://bucket/a.jsonl, gcs-connector",
    "s3://bucket/a.jsonl, s3a://",
    "swift://container/a, no connector for swift",
    "https://example.org/a.jsonl, download it first",
    "hf://datasets/imdb/train.parquet, download it first"
  })
  void aPathWithoutAConnectorIsOneLineThatSaysWhatToAdd(String path, String remedy) {
    assertThatThrownBy(() -> Locations.find(path, new Configuration()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(path)
        .hasMessageContaining(remedy)
        .hasMessageNotContaining("\n");
  }
}
