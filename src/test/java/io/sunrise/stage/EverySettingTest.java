package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.sunrise.SunriseException;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.Settings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.finetune.CrossValidateStage;
import io.sunrise.finetune.FinetuneStage;
import io.sunrise.label.LabelStage;
import io.sunrise.label.LongestText;
import io.sunrise.predict.PredictStage;
import io.sunrise.preprocess.PreprocessStage;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.report.ReportStage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each key of reference.conf makes exactly those stages stale that read its section. */
class EverySettingTest {
  /** Every list has an element, so that the defaults of its elements count. */
  private static final String BASE =
      """
      sunrise {
        collect { sources = [{}], source-defaults { type = csv, path = texts } }
        label { sources = [{}], test-sources = [{}], source-defaults { type = csv, path = rows } }
        preprocess.decontamination.sources = [{}]
        predict.input { type = csv, path = input }
      }
      """;

  /** Keys, or their last names in any section, that make no output stale. */
  private static final Set<String> NOT_DECISIVE =
      Set.of(
          "checkpoint-steps",
          "checkpoints-kept",
          "collect.source-defaults.incremental",
          "keep",
          "max-rejected-share",
          "output",
          "pretrain.incremental",
          "run-on",
          "skip-not-finite");

  /** The first that is the key or a path above it. */
  private static final Map<String, Set<String>> READERS = new LinkedHashMap<>();

  static {
    Set<String> read = Set.of("collect", "preprocess", "label", "predict");
    READERS.put("collect.max-document-bytes", read);
    READERS.put("collect.rejected-bytes", read);
    READERS.put("collect", Set.of("collect"));
    READERS.put(
        "preprocess.max-tokens",
        Set.of("preprocess", "pretrain", "label", "finetune", "cross-validate"));
    READERS.put("preprocess", Set.of("preprocess"));

    READERS.put("model.architecture", Set.of("pretrain", "label", "finetune", "cross-validate"));
    READERS.put(
        "model.start-from",
        Set.of("preprocess", "pretrain", "label", "finetune", "cross-validate"));
    READERS.put("model", Set.of("pretrain", "finetune", "cross-validate"));
    READERS.put("pretrain", Set.of("pretrain"));
    READERS.put("label.source-defaults", Set.of("label", "preprocess"));
    READERS.put("label", Set.of("label"));
    READERS.put("finetune", Set.of("finetune", "cross-validate"));
    READERS.put("cross-validate", Set.of("cross-validate"));
    READERS.put("predict", Set.of("predict"));
    READERS.put("report", Set.of("report"));
    // The seed is hashed apart; what the provider comes to is in Stage.computedBy.
    for (String none : List.of("seed", "workspace", "task", "spark", "compute")) {
      READERS.put(none, Set.of());
    }
  }

  /** Other values than numbers and booleans, by a key or its last name. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("type", "jsonl"),
          Map.entry("preprocess.tokenizer.type", "bpe"),
          Map.entry("architecture", "bert"),
          Map.entry("encoding", "UTF-16"),
          Map.entry("delimiter", "\";\""),
          Map.entry("quote", "\"'\""),
          Map.entry("strip-accents", "false"),
          Map.entry("escape", "\\"),
          Map.entry("weight", "0.5"),
          Map.entry("sources", "[{}, { path = more }]"),
          Map.entry("test-sources", "[]"),
          Map.entry("validation-sources", "[{}]"),
          Map.entry("subjects", "[film]"),
          Map.entry("max-document-bytes", "11 MiB"),
          Map.entry("rejected-bytes", "2 KiB"),
          Map.entry("budget", "10 min"),
          Map.entry("preprocess.cleaning.steps", "[unicode]"),
          Map.entry("stop-words", "[der, die, das]"),
          Map.entry("max-top-ngrams", "[0.3, 0.2, 0.1]"),
          Map.entry("max-duplicate-ngrams", "[0.6, 0.5, 0.4, 0.3, 0.2, 0.1]"),
          Map.entry("allowed", "[eng]"),
          Map.entry("rare-classes", "drop"),
          Map.entry("label.max-tokens", "100"),
          Map.entry("size", "mini"),
          Map.entry("gemm", "java"),
          Map.entry("objective", "replaced"),
          Map.entry("generator-size", "0.5"),
          Map.entry("warm-start", "none"),
          Map.entry("optimizer", "distri"),
          Map.entry("run-on", "driver"),
          Map.entry("class-weights", "balanced"),
          Map.entry("label-counts", "[100]"),
          Map.entry("search", "{ epochs = [2, 3] }"),
          Map.entry("output-format", "jsonl"),
          Map.entry("columns", "both"),
          Map.entry("conf", "{ spark.x = y }"));

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> makesExactlyTheStagesStaleThatReadItsSection() throws IOException {
    Map<String, String> before = settings(load());
    Map<String, ConfigValue> keys = new TreeMap<>();
    ConfigObject reference =
        ConfigFactory.parseURL(Settings.class.getResource("/reference.conf")).resolve().root();
    addKeys("", (ConfigObject) reference.get("sunrise"), keys);
    return keys.entrySet().stream()
        .map(
            key ->
                dynamicTest(
                    key.getKey(),
                    () -> {
                      Map<String, String> after = settings(changed(key.getKey(), key.getValue()));
                      Set<String> stale = new TreeSet<>();
                      before.forEach(
                          (stage, json) -> {
                            if (!json.equals(after.get(stage))) {
                              stale.add(stage);
                            }
                          });
                      assertThat(stale).as(key.getKey()).isEqualTo(readers(key.getKey()));
                    }));
  }

  private static void addKeys(String path, ConfigObject object, Map<String, ConfigValue> keys) {
    object.forEach(
        (name, value) -> {
          String key = path.isEmpty() ? name : path + "." + name;
          if (value instanceof ConfigObject below && !below.isEmpty()) {
            addKeys(key, below, keys);
          } else {
            keys.put(key, value);
          }
        });
  }

  private static Set<String> readers(String key) {
    if (NOT_DECISIVE.contains(key)
        || NOT_DECISIVE.contains(key.substring(key.lastIndexOf('.') + 1))) {
      return Set.of();
    }
    return READERS.entrySet().stream()
        .filter(each -> (key + ".").startsWith(each.getKey() + "."))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** The settings with another value of this key: the first candidate that is valid. */
  private Settings changed(String key, ConfigValue value) throws IOException {
    SunriseException refused = null;
    for (String candidate : candidates(key, value)) {
      try {
        return load(key + "=" + candidate);
      } catch (SunriseException e) {
        refused = e;
      }
    }
    throw new AssertionError("no candidate for " + key + " is valid", refused);
  }

  private static List<String> candidates(String key, ConfigValue value) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    if (OTHERS.containsKey(key) || OTHERS.containsKey(name)) {
      return List.of(OTHERS.getOrDefault(key, OTHERS.get(name)));
    }
    return switch (value.valueType()) {
      case BOOLEAN -> List.of(String.valueOf(!(Boolean) value.unwrapped()));
      case NUMBER -> {
        BigDecimal number = new BigDecimal(value.render(ConfigRenderOptions.concise()));
        yield List.of(
            number.add(BigDecimal.ONE).toPlainString(),
            "0.25",
            number.divide(BigDecimal.valueOf(2)).toPlainString());
      }
      default -> List.of("other");
    };
  }

  private Settings load(String... overrides) throws IOException {
    return Settings.load(Files.writeString(folder.resolve("base.conf"), BASE), List.of(overrides));
  }

  /** What enters the hash of each stage. */
  private static Map<String, String> settings(Settings settings) {
    ReadLimits limits = ReadLimits.of(settings.collect());
    List<Stage> stages =
        List.of(
            new CollectStage(settings.collect(), settings.seed()),
            new PreprocessStage(settings.preprocess(), limits, settings.seed()),
            new PretrainStage(settings),
            new LabelStage(
                settings.label(),
                limits,
                LongestText.of(settings),
                settings.tokenizerStage(),
                settings.seed()),
            new FinetuneStage(settings),
            new CrossValidateStage(settings),
            new PredictStage(settings),
            new ReportStage(settings.report()));
    Map<String, String> json = new TreeMap<>();
    stages.forEach(stage -> json.put(stage.name(), CanonicalJson.of(stage.settings())));
    return json;
  }
}
