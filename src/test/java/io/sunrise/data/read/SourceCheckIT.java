package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.config.TestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a source without reading it to its end. */
class SourceCheckIT {
  private static final SourceCheck CHECK =
      new SourceCheck(SparkTesting.session(), new ReadLimits(1 << 20, 64));

  @TempDir private Path folder;

  private Source source(String hocon) {
    return Source.ofLabelled(
        new LabelledSource(
            TestSettings.source(hocon + ", path = \"" + folder + "\""),
            Optional.empty(),
            "label",
            Optional.empty(),
            Optional.empty()));
  }

  private void assertRefused(String hocon, String... parts) {
    assertThatThrownBy(() -> CHECK.of(source(hocon)))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
  }

  @Test
  void aGoodSourceIsDescribedByItsFilesAndBytes() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "text,label\none,good\n");
    Files.writeString(folder.resolve("b.csv"), "label,text\nbad,two\n");
    SourceCheck.Found found = CHECK.of(source("type = csv"));
    assertThat(found.files()).isEqualTo(2);
    assertThat(found.bytes()).isEqualTo(39);
    assertThat(found.doubt()).isEmpty();
  }

  @Test
  void aColumnThatOnlyOneOfTheFilesLacksIsFound() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "text,label\none,good\n");
    Files.writeString(folder.resolve("b.csv"), "text,verdict\none,good\n");
    assertRefused("type = csv", "b.csv: no column \"label\"", "text, verdict", "label-field");
  }

  @Test
  void anEncodingThatJavaDoesNotKnowIsFound() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "text,label\none,good\n");
    assertRefused("type = csv, encoding = utf8-bom-x", "utf8-bom-x", "expected a charset");
  }

  @Test
  void aFieldThatNoObjectHasIsFound() throws IOException {
    Files.writeString(folder.resolve("a.jsonl"), "{\"body\":\"one\",\"label\":\"good\"}\n");
    assertRefused("type = jsonl", "none of its rows can be used", "a.jsonl");
  }

  @Test
  void anArchiveWithAWrongEndingIsFound() throws IOException {
    Files.writeString(folder.resolve("a.csv.gz"), "text,label\none,good\n");
    assertRefused("type = csv", "a.csv.gz: cannot be read");
  }

  @Test
  void aFileWithAnotherDelimiterIsRefusedWithTheSetting() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "text;label\none;good\n");
    assertRefused("type = csv", "its only column is \"text;label\"; set delimiter");
  }

  @Test
  void aJsonArrayIsRefusedWithTheFormThatIsRead() throws IOException {
    Files.writeString(folder.resolve("a.jsonl"), "[{\"text\": \"one\"}]\n");
    assertRefused("type = jsonl", "write one object on each line (JSON Lines), not an array");
  }

  @Test
  void aColumnNewerThanSparksParquetReaderIsNamed() throws IOException {
    Files.copy(Path.of("src/test/resources/parquet/half.parquet"), folder.resolve("a.parquet"));
    assertRefused("type = parquet", "a.parquet: column \"half\" is of a type that is newer");
  }

  @Test
  void aParquetFileOfAnotherKindIsFound() throws IOException {
    Files.writeString(folder.resolve("a.parquet"), "text,label\none,good\n");
    assertRefused("type = parquet", "a.parquet");
  }

  @Test
  void aLongFileIsReadAtItsBeginningOnlyAndDoubtedWhereThatIsUnusable() throws IOException {
    List<String> broken = Collections.nCopies(2000, "{\"text\":");
    Files.write(folder.resolve("a.jsonl"), broken);
    Files.writeString(
        folder.resolve("a.jsonl"),
        "{\"text\":\"one\",\"label\":\"good\"}\n",
        StandardCharsets.UTF_8,
        java.nio.file.StandardOpenOption.APPEND);
    assertThat(CHECK.of(source("type = jsonl")).doubt())
        .contains("none of its first rows can be used");
  }

  @Test
  void oneUsableRowIsEnough() throws IOException {
    List<String> lines =
        IntStream.range(0, 10)
            .mapToObj(i -> i == 9 ? "{\"text\":\"one\",\"label\":\"good\"}" : "{")
            .toList();
    Files.write(folder.resolve("a.jsonl"), lines);
    assertThat(CHECK.of(source("type = jsonl")).doubt()).isEmpty();
  }
}
