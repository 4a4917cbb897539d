package io.sunrise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.config.Settings.ModelSize;
import io.sunrise.config.SourceSettings.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path folder;

  private Settings read(String hocon, String... overrides) {
    return SettingsReader.parse(hocon, List.of(overrides));
  }

  @Test
  void everySettingHasADefaultInTheReference() {
    Settings settings = read("sunrise {}");

    assertThat(settings.preprocess().maxTokens()).isEqualTo(50);
    assertThat(settings.preprocess().tokenizer().type()).isEqualTo(TokenizerType.SUBWORDS);
    assertThat(settings.pretrain().training().epochs()).isEqualTo(15);
    assertThat(settings.pretrain().maskingRate()).isEqualTo(0.15);
    assertThat(settings.finetune().training().epochs()).isEqualTo(5);
    assertThat(settings.model().size()).isEqualTo(ModelSize.TINY);
    assertThat(settings.collect().maxDocumentBytes()).isEqualTo(10 << 20);
  }

  @Test
  void theCommandLineWinsOverTheFileAndTheFileOverTheReference() {
    Settings settings =
        read(
            "sunrise { seed = 7, pretrain.epochs = 3 }",
            "pretrain.epochs=4",
            "workspace=hdfs://n/x");

    assertThat(settings.seed()).isEqualTo(7);
    assertThat(settings.pretrain().training().epochs()).isEqualTo(4);
    assertThat(settings.workspace()).isEqualTo("hdfs://n/x");
  }

  @Test
  void aSourceNamesOnlyWhatDiffersFromTheDefaults() {
    Settings settings =
        read(
            "sunrise.collect.sources = [{type = jsonl, path = \"a/*.gz\", text-field = body}, {type = generated}]");

    assertThat(settings.collect().sources())
        .extracting(CollectedSource::name)
        .containsExactly("jsonl:a/*.gz", "generated");
    assertThat(settings.collect().sources().get(0).source().format().textField()).isEqualTo("body");
    assertThat(settings.collect().sources().get(1).source().type()).isEqualTo(SourceType.GENERATED);
    assertThat(settings.collect().sources().get(1).source().documents()).isEqualTo(10_000);
  }

  @Test
  void aLabelledSourceHasALabelFieldBesideTheKeysOfASource() {
    Settings settings =
        read("sunrise.label.sources = [{type = csv, path = x.csv, label-field = stars}]");

    assertThat(settings.label().sources().get(0).labelField()).isEqualTo("stars");
    assertThat(settings.label().sources().get(0).source().format().textField()).isEqualTo("text");
  }

  @Test
  void sparkSettingsPassAsTheyAre() {
    Settings settings =
        read("sunrise.spark.conf { spark.executor.memory = 4g, \"spark.task.cpus\" = 2 }");

    assertThat(settings.spark().conf())
        .isEqualTo(Map.of("spark.executor.memory", "4g", "spark.task.cpus", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pretrain.epoch=3            | pretrain.epoch: unknown key (the command line: 1); the nearest known key is pretrain.epochs
          pretrain.epochs=many        | pretrain.epochs = "many" (the command line: 1): expected a whole number from 1 to 10000
          pretrain.epochs=0           | pretrain.epochs = 0 (the command line: 1): expected a whole number from 1 to 10000
          preprocess.max-tokens=1     | preprocess.max-tokens = 1 (the command line: 1): expected a whole number from 4 to 512
          pretrain.masking-rate=1.5   | pretrain.masking-rate = 1.5 (the command line: 1): expected a number from 0.01 to 0.9
          model.size=huge             | model.size = "huge" (the command line: 1): expected one of tiny, mini, small, medium, base
          finetune.scratch=perhaps    | finetune.scratch = "perhaps" (the command line: 1): expected true or false
          collect.max-document-bytes=big | collect.max-document-bytes = "big" (the command line: 1): expected a size such as 10 MiB from 1024 to 1073741824
          collect.sources=[{}]        | collect.sources[0].type: missing
          collect.sources=5           | collect.sources = 5 (the command line: 1): expected a list [ ... ]
          model=tiny                  | model = "tiny" (the command line: 1): expected an object { ... }
          epochs                      | epochs: expected KEY=VALUE, such as pretrain.epochs=3
          """)
  void aWrongSettingIsOneLineThatNamesKeyValuePlaceAndWhatWasExpected(
      String override, String message) {
    assertThatThrownBy(() -> read("sunrise {}", override))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aWrongSettingInAFileNamesTheLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"), "sunrise {\n  pretrain {\n    epocs = 3\n  }\n}\n");

    assertThatThrownBy(() -> Settings.load(file, List.of()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("pretrain.epocs: unknown key")
        .hasMessageContaining("mine.conf: 3")
        .hasMessageContaining("pretrain.epochs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sunrise {", "other { a = 1 }", "", "sunrise { a = ${nowhere} }"})
  void aFileThatHoldsNoSettingsIsOneLine(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("broken.conf"), content);

    assertThatThrownBy(() -> Settings.load(file, List.of()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("broken.conf")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aMissingFileIsOneLine() {
    assertThatThrownBy(() -> Settings.load(folder.resolve("none.conf"), List.of()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("none.conf: no readable configuration file");
  }

  @Test
  void everyConfigurationOfTheProjectIsValid() throws IOException {
    try (var files = Files.list(Path.of("conf"))) {
      List<Path> configurations = files.filter(f -> f.toString().endsWith(".conf")).toList();
      assertThat(configurations).isNotEmpty();
      assertThat(configurations).allSatisfy(file -> Settings.load(file, List.of()));
    }
  }
}
