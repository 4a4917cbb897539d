package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The contents of the page, read from {@code run.json}; any part may be missing. */
record ReportData(
    String title,
    String finishedAt,
    Machine machine,
    List<StageFacts> stages,
    Samples samples,
    List<MaskedRow> maskedRows,
    List<Neighbours> neighbours,
    Curves curves,
    Optional<ModelComparison> comparison,
    Optional<LearningCurves> learningCurves,
    Optional<TraceExample> trace) {

  /**
   * An example row of each kind of data.
   *
   * @param tokens of one row, as long as {@code ids}
   */
  record Samples(
      Optional<String> document,
      String source,
      List<String> tokens,
      List<Integer> ids,
      Optional<String> labelledText,
      String label) {
    static Samples of(JsonNode node) {
      return new Samples(
          text(node.path("document").path("text")),
          node.path("document").path("source").asText(),
          JsonFields.strings(node.path("tokens").path("tokens")),
          JsonFields.integers(node.path("tokens").path("ids")),
          text(node.path("labelled").path("text")),
          node.path("labelled").path("label").asText());
    }

    private static Optional<String> text(JsonNode node) {
      return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
  }

  /** The epochs of each training run; empty where there was none. */
  record Curves(List<Epoch> pretrain, List<Epoch> finetune, List<Epoch> scratch) {}

  static ReportData of(JsonNode run) {
    List<StageFacts> stages = new ArrayList<>();
    run.path("stages").forEach(manifest -> stages.add(StageFacts.of(manifest)));
    return new ReportData(
        run.path("title").asText(),
        run.path("finishedAt").asText(),
        Machine.of(run.path("machine")),
        stages,
        Samples.of(run.path("samples")),
        MaskedRow.listOf(run.path("masked").path("rows")),
        Neighbours.listOf(run.path("neighbours").path("words")),
        new Curves(
            Epoch.listOf(run.path("pretrain").path("epochs")),
            Epoch.listOf(run.path("finetune").path("epochs")),
            Epoch.listOf(run.path("scratch").path("epochs"))),
        ModelComparison.of(run.path("metrics")),
        LearningCurves.of(run.path("crossValidation")),
        TraceExample.of(run.path("trace")));
  }

  Optional<StageFacts> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /** The first of these counts that the stage has. */
  OptionalLong count(String stage, String... names) {
    return stage(stage).map(facts -> facts.count(names)).orElse(OptionalLong.empty());
  }

  /** A number in the configuration of the pre-trained model, such as {@code hiddenSize}. */
  OptionalLong model(String field) {
    return stage("pretrain")
        .map(facts -> JsonFields.optionalLong(facts.values().path("model").path(field)))
        .orElse(OptionalLong.empty());
  }

  /** The downloaded model that pre-training started from, with its licence if that is known. */
  Optional<String> startFrom() {
    return stage("pretrain")
        .map(facts -> facts.values().path("startFrom"))
        .filter(JsonNode::isObject)
        .map(
            from -> {
              String name = from.path("nameOrPath").asText(from.path("folder").asText());
              return from.has("license") ? name + " (" + from.path("license").asText() + ")" : name;
            });
  }

  /** A number that the manifest of a stage holds in addition to its counts. */
  OptionalLong value(String stage, String name) {
    return stage(stage)
        .map(facts -> JsonFields.optionalLong(facts.values().path(name)))
        .orElse(OptionalLong.empty());
  }

  /** The setting of a stage whose dotted key ends in this name, such as {@code max-tokens}. */
  Optional<String> setting(String stage, String name) {
    return stage(stage)
        .flatMap(
            facts ->
                facts.settings().entrySet().stream()
                    .filter(each -> ("." + each.getKey()).endsWith("." + name))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  double totalSeconds() {
    return stages.stream().mapToDouble(StageFacts::seconds).filter(Double::isFinite).sum();
  }
}
