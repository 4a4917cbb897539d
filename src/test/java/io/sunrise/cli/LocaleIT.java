package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.TinyRun;
import io.sunrise.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language of the machine, its digits and its letters decide no byte and no name of a file. */
class LocaleIT {
  private static final Locale BEFORE = Locale.getDefault();

  @TempDir private Path folder;

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(BEFORE);
  }

  private Settings settings(TinyRun tiny) throws Exception {
    Path input = folder.resolve("input.csv");
    Files.writeString(input, "text\nIt is a FINE film.\nI did not like IT.\n");
    return tiny.settings(
        "collect.sources=[{type=generated, documents=300, subjects=[film]}]",
        "preprocess.tokenizer.vocabulary-size=400",
        "preprocess.max-tokens=30",
        "pretrain.epochs=2",
        "label.sources=[{type=generated, documents=120, subjects=[film]}]",
        "finetune.epochs=1",
        "finetune.scratch=false",
        "predict.input={type=csv, path=\"" + input + "\"}",
        "predict.output-format=csv");
  }

  /** The hash of every stage's output, pre-training having been interrupted after an epoch. */
  private Map<String, String> hashes(String run) throws Exception {
    TinyRun tiny = new TinyRun(Files.createDirectory(folder.resolve(run)));
    Stages stages = new Stages(settings(tiny));
    tiny.run(stages.of(StageName.COLLECT));
    tiny.run(stages.of(StageName.PREPROCESS));
    tiny.breakingOffAt("epoch  1", 1);
    assertThatThrownBy(() -> tiny.run(stages.of(StageName.PRETRAIN)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(checkpoints(tiny))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(2)
        .allMatch(name -> name.matches("step-[0-9]{8}"));
    for (StageName stage :
        List.of(StageName.PRETRAIN, StageName.LABEL, StageName.FINETUNE, StageName.PREDICT)) {
      tiny.run(stages.of(stage));
    }
    assertThat(tiny.printed()).contains("from step");
    Map<String, String> hashes = new TreeMap<>();
    for (String stage :
        List.of("collect", "preprocess", "pretrain", "label", "finetune", "predict")) {
      hashes.put(stage, tiny.manifest(stage).hash());
      hashes.put(
          stage + " files",
          tiny.manifest(stage).outputs().keySet().stream()
              .filter(name -> !name.contains("tensorboard"))
              .toList()
              .toString());
    }
    return hashes;
  }

  private static List<String> checkpoints(TinyRun tiny) throws Exception {
    try (Stream<Path> files = Files.walk(tiny.path(".staging"))) {
      return files
          .filter(file -> file.getParent().endsWith("checkpoints"))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("step"))
          .toList();
    }
  }

  @Test
  void everyStageLeavesTheSameFilesWithPersianDigitsAndTurkishLetters() throws Exception {
    Locale.setDefault(Locale.US);
    Map<String, String> english = hashes("english");

    // Case is by the first, digits are by the second.
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("fa-IR-u-nu-arabext"));
    assertThat(String.format(Locale.getDefault(Locale.Category.FORMAT), "%d", 1))
        .isEqualTo("\u06f1");
    assertThat("I".toLowerCase(Locale.getDefault())).isEqualTo("\u0131");
    assertThat(hashes("other")).isEqualTo(english);
  }
}
