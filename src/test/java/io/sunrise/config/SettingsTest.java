package io.sunrise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.ClassWeights.Kind;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp//run",
        "run#2",
        "exp[1]",
        "a,b",
        "x = 1",
        "{date}",
        "hdfs://n//x",
        "a\"b",
        "run // #",
        "C:\\x",
        "7",
        "2024_05",
        "+1"
      })
  void aPathOnTheCommandLineIsTakenAsItWasTyped(String path) {
    assertThat(read("sunrise {}", "workspace=" + path).workspace()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'/a b//c'|/a b//c",
        "\"/a b//c#\"|/a b//c#",
        "~|HOME",
        "~/run|HOME/run",
        "'~/run'|HOME/run",
        "~mary/run|~mary/run",
        "${sunrise.report.title}/run|Sunrise/run"
      })
  void quotesAreNoPartOfAPathAndATildeIsTheHomeFolder(String typed, String path) {
    assertThat(read("sunrise {}", "workspace=" + typed).workspace())
        .isEqualTo(path.replace("HOME", System.getProperty("user.home")));
  }

  @Test
  void anOptionalNumberIsOneOrNone() {
    assertThat(read("sunrise {}").label().maxTokens()).isEmpty();
    assertThat(read("sunrise.label.max-tokens = 300").label().maxTokens()).contains(300);
    assertThatThrownBy(() -> read("sunrise.label.max-tokens = 9000"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContainingAll("label.max-tokens", "9000", "4 to 8192");
  }

  @Test
  void aPathInAListIsReadLikeOneByItself() {
    Settings settings =
        read(
            "sunrise.preprocess.tokenizer.file = '~/t.json'",
            "collect.sources=[{type=text, path='/x y/a.txt'}, {type=text, path=\"~/b//c#1\"}]");

    String home = System.getProperty("user.home");
    assertThat(settings.preprocess().tokenizer().file()).contains(home + "/t.json");
    assertThat(settings.collect().sources())
        .extracting(each -> each.source().path().orElseThrow())
        .containsExactly("/x y/a.txt", home + "/b//c#1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workspace = /tmp//run | //run",
        "workspace = run#2 | #2",
        "workspace = hdfs://host/run | //host/run",
        "workspace = //host/run | //host/run",
        "workspace = ${sunrise.report.title}//run | //run",
        "workspace = \"/tmp\"//run | //run",
        "collect.sources = [{ type = text, path = a/#b } | #b }"
      })
  void aCommentThatCutsAValueIsRefusedWithItsLine(String setting, String comment)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cut.conf"), "sunrise {\n  seed = 1 # fine\n  " + setting + "\n}\n");

    assertThatThrownBy(() -> Settings.load(file, List.of()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("cut.conf: 3: \"" + comment + "\" is a comment for HOCON")
        .hasMessageContaining("double quotes")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aCommentThatCutsAValueIsRefusedInAnIncludedFileAndOnTheCommandLine() throws IOException {
    Files.writeString(folder.resolve("shared.conf"), "workspace = work//run\n");
    Path file =
        Files.writeString(folder.resolve("own.conf"), "sunrise {\n  include \"shared.conf\"\n}\n");

    assertThatThrownBy(() -> Settings.load(file, List.of()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("shared.conf: 1: \"//run\"");
    assertThatThrownBy(() -> read("sunrise {}", "collect.sources=[{type=text, path=/a//b}]"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("the command line: 1: \"//b}]\"");
  }

  @Test
  void commentsThatCutNoValueAreAllowed() throws IOException {
    String hocon =
        """
        ## settings //// of a run
        //////
        sunrise { # all
          workspace = "a//b#c" # quoted
          report.title = \"\"\"x "//" # y\"\"\"
          report.example-text = "a \\" // b"
          collect.sources = [ // the letters
            { type = text, path = x }// one
          ]# two
          seed =   # three
            4
        }
        """;

    Settings settings =
        Settings.load(Files.writeString(folder.resolve("fine.conf"), hocon), List.of());

    assertThat(settings.workspace()).isEqualTo("a//b#c");
    assertThat(settings.report().title()).isEqualTo("x \"//\" # y");
    assertThat(settings.report().exampleText()).isEqualTo("a \" // b");
    assertThat(settings.seed()).isEqualTo(4);
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
  void aSearchIsEveryCombinationOverTheSettingsOfFinetune() {
    Settings settings =
        read(
            "sunrise { cross-validate.search { epochs = [1, 2], clip-norm = [0, 5, 7] } }",
            "finetune.batch-rows=17",
            "cross-validate.finetune.warmup-share=0.5");

    assertThat(settings.crossValidate().search())
        .extracting(each -> each.finetune().training())
        .allMatch(training -> training.batchRows() == 17 && training.warmupShare() == 0.5)
        .extracting(training -> training.clipNorm() + " " + training.epochs())
        .containsExactly("0.0 1", "0.0 2", "5.0 1", "5.0 2", "7.0 1", "7.0 2");
    assertThat(settings.crossValidate().search().get(0).changed())
        .isEqualTo(Map.of("epochs", "1", "clip-norm", "0"));
    assertThat(read("sunrise {}").crossValidate().search()).hasSize(1);
    assertThat(settings.finetune().training().warmupShare()).isEqualTo(0.1);
  }

  @Test
  void sparkSettingsPassAsTheyAre() {
    Settings settings =
        read("sunrise.spark.conf { spark.executor.memory = 4g, \"spark.task.cpus\" = 2 }");

    assertThat(settings.spark().conf())
        .isEqualTo(Map.of("spark.executor.memory", "4g", "spark.task.cpus", "2"));
  }

  @Test
  void classWeightsAreAWordOrANumberALabel() {
    assertThat(read("sunrise {}").finetune().classWeights().kind()).isEqualTo(Kind.NONE);
    assertThat(read("sunrise {}", "finetune.class-weights=balanced").finetune().classWeights())
        .isEqualTo(new ClassWeights(Kind.BALANCED, Map.of()));
    assertThat(
            read("sunrise.finetune.class-weights { good = 2 }", "finetune.class-weights.bad=0.5")
                .finetune()
                .classWeights())
        .isEqualTo(new ClassWeights(Kind.GIVEN, Map.of("good", 2.0, "bad", 0.5)));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "90 s,90", "60 min,3600", "1 minute,60", "6 h,21600", "60m,3600"})
  void aTimeHasAUnit(String written, long seconds) throws IOException {
    assertThat(read("sunrise {}", "pretrain.budget=" + written).pretrain().budget())
        .isEqualTo(seconds);
  }

  @Test
  void theRootMayBeSaidOnTheCommandLine() {
    assertThat(read("sunrise {}", "sunrise.pretrain.epochs=3").pretrain().training().epochs())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pretrain.epoch=3            | pretrain.epoch: unknown key (the command line: 1); the nearest known key is pretrain.epochs
          epochs=3                    | epochs: unknown key (the command line: 1); the nearest known key is finetune.epochs
          preprocess.vocabulary-size=8192 | preprocess.vocabulary-size: unknown key (the command line: 1); the nearest known key is preprocess.tokenizer.vocabulary-size
          tokenizer.vocabulary-size=9 | tokenizer: unknown key (the command line: 1); the nearest known key is preprocess.tokenizer
          pretrain.epochs=2.5         | pretrain.epochs = 2.5 (the command line: 1): expected a whole number from 0 to 10000
          seed=9999999999999999999999 | seed = "9999999999999999999999" (the command line: 1): expected a whole number
          pretrain=3                  | pretrain = 3 (the command line: 1): expected an object { ... }
          pretrain.epochs=many        | pretrain.epochs = "many" (the command line: 1): expected a whole number from 0 to 10000
          pretrain.epochs=-1          | pretrain.epochs = -1 (the command line: 1): expected a whole number from 0 to 10000
          preprocess.max-tokens=1     | preprocess.max-tokens = 1 (the command line: 1): expected a whole number from 4 to 512
          pretrain.masking-rate=1.5   | pretrain.masking-rate = 1.5 (the command line: 1): expected a number from 0.01 to 0.9
          model.size=huge             | model.size = "huge" (the command line: 1): expected one of tiny, mini, small, medium, base
          finetune.scratch=perhaps    | finetune.scratch = "perhaps" (the command line: 1): expected true or false
          collect.max-document-bytes=big | collect.max-document-bytes = "big" (the command line: 1): expected a size such as 10 MiB from 1024 to 1073741824
          pretrain.budget=60          | pretrain.budget = 60 (the command line: 1): expected a time with a unit, such as 60 min or 6 h
          pretrain.budget=soon        | pretrain.budget = "soon" (the command line: 1): expected a time with a unit, such as 60 min or 6 h
          cross-validate.folds=1      | cross-validate.folds = 1 (the command line: 1): expected a whole number from 2 to 1000
          cross-validate.label-counts=[5, x] | cross-validate.label-counts = "x" (the command line: 1): expected a whole number from 0 to 1000000000
          cross-validate.search.epochs=3 | cross-validate.search.epochs = 3 (the command line: 1): expected a list [ ... ]
          cross-validate.search.epochs=[-1] | cross-validate.search.epochs = -1 (the command line: 1): expected a whole number from 0 to 10000
          cross-validate.search.epoch=[3] | cross-validate.search.epoch: unknown key
          collect.sources=[{}]        | collect.sources[0].type: missing; set it in
          collect.sources=5           | collect.sources = 5 (the command line: 1): expected a list [ ... ]
          model=tiny                  | model = "tiny" (the command line: 1): expected an object { ... }
          finetune.class-weights=even | finetune.class-weights = "even" (the command line: 1): expected none, balanced, or a number
          finetune.class-weights.a=0  | finetune.class-weights = {"a":0} (the command line: 1): expected none, balanced, or a number
          finetune.label-smoothing=1  | finetune.label-smoothing = 1 (the command line: 1): expected a number from 0 to 0.9
          task=a/b                    | task = "a/b" (the command line: 1): expected the name of a folder, of letters, digits, dots, dashes
          task=..                     | task = ".." (the command line: 1): expected the name of a folder
          task=.hidden                | task = ".hidden" (the command line: 1): expected the name of a folder
          task=                       | task = "" (the command line: 1): expected the name of a folder
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
  void allWrongSettingsAreToldAtOnceOneALine() {
    assertThatThrownBy(
            () ->
                read(
                    "sunrise { sead = 1, pretrain { epocs = 3, masking-rate = 2 }, finetune.epoch = 2,"
                        + " label.sources = [{ type = csv, labl-field = x }, { type = cvs }] }",
                    "cross-validate.folds=1"))
        .isInstanceOf(SunriseException.class)
        .extracting(e -> e.getMessage().lines().map(line -> line.replaceAll("[: ].*", "")).toList())
        .isEqualTo(
            List.of(
                "sead",
                "pretrain.epocs",
                "pretrain.masking-rate",
                "label.sources[0].labl-field",
                "label.sources[1].type",
                "finetune.epoch",
                "cross-validate.folds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "ISO-8859-1"})
  void aFileInAnotherEncodingIsOneLine(String encoding) throws IOException {
    Path file = folder.resolve("other.conf");
    Files.write(file, "sunrise { report.title = \"M\u00E4rz\" }".getBytes(encoding));

    assertThatThrownBy(() -> Settings.load(file, List.of()))
        .isInstanceOf(SunriseException.class)
        .hasMessage(
            file + ": not a text in UTF-8; expected a configuration such as conf/demo.conf");
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
