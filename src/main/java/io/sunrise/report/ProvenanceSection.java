package io.sunrise.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** Where the result comes from: times, row counts, dropped rows, settings, versions and hashes. */
final class ProvenanceSection {

  /** Names of the counts of rows into and out of a stage; the first that exists is used. */
  private record Flow(List<String> in, List<String> out) {}

  private static final Map<String, Flow> FLOWS =
      Map.of(
          "collect", new Flow(List.of("read"), List.of("documents")),
          "preprocess", new Flow(List.of("documents"), List.of("rows")),
          "pretrain", new Flow(List.of("rows"), List.of()),
          "label", new Flow(List.of("rows", "read"), List.of()),
          "finetune", new Flow(List.of("rows"), List.of()),
          "predict", new Flow(List.of("rows"), List.of("rows")));

  private ProvenanceSection() {}

  static Element section(ReportData data) {
    Element section =
        HtmlReport.section(
            "provenance",
            "Provenance",
            "Everything that determines the result: run it again with the same input and settings,"
                + " on any number of machines, and compare the hashes.");
    if (data.stages().isEmpty()) {
      return section.add(HtmlReport.missing("No stage has finished yet."));
    }
    return section.add(
        stages(data),
        weights(data),
        lost(data),
        folded("Counts", counts(data)),
        folded("Settings", settings(data)),
        folded("Versions", versions(data)),
        folded("Files and their hashes", files(data)));
  }

  private static Element stages(ReportData data) {
    Table table =
        new Table(
            "Stages",
            List.of(
                "stage",
                "time",
                "rows in",
                "rows out",
                "dropped or rejected",
                "hash of the result"));
    for (StageFacts stage : data.stages()) {
      table.row(
          List.of(
              stage.name(),
              Numbers.duration(stage.seconds()),
              count(in(data, stage)),
              out(data, stage),
              Numbers.count(stage.lost()),
              abbreviated(stage.hash())));
    }
    table.row("total", List.of("all", Numbers.duration(data.totalSeconds()), "", "", "", ""));
    return table.element("stage-table");
  }

  private static OptionalLong in(ReportData data, StageFacts stage) {
    OptionalLong given = flow(stage, Flow::in);
    if (given.isPresent()) {
      return given;
    }
    RunCounts counts = new RunCounts(data);
    return switch (stage.name()) {
      case "collect" ->
          counts.documents().isPresent()
              ? OptionalLong.of(counts.documents().getAsLong() + stage.lost())
              : OptionalLong.empty();
      case "pretrain" -> counts.rows();
      case "finetune" -> counts.labels();
      default -> OptionalLong.empty();
    };
  }

  private static String out(ReportData data, StageFacts stage) {
    return switch (stage.name()) {
      case "pretrain", "finetune" -> "a model";
      case "label" -> count(new RunCounts(data).labels());
      default -> count(flow(stage, Flow::out));
    };
  }

  private static OptionalLong flow(StageFacts stage, Function<Flow, List<String>> side) {
    Flow flow = FLOWS.get(stage.name());
    return flow == null
        ? OptionalLong.empty()
        : stage.count(side.apply(flow).toArray(String[]::new));
  }

  /** The hashes of the model weights, the shortest way to compare two runs. */
  private static Element weights(ReportData data) {
    Element list = Element.of("dl", "weights");
    for (StageFacts stage : data.stages()) {
      String hash = stage.values().path("weightsSha256").asText();
      if (!hash.isEmpty()) {
        list.add(
            Element.of("dt").text("SHA-256 of the weights after " + stage.name()),
            Element.of("dd").text(hash));
      }
    }
    return list;
  }

  private static Element lost(ReportData data) {
    Table table = new Table("Rejected and dropped, by reason", List.of("reason", "stage", "rows"));
    boolean any = false;
    for (StageFacts stage : data.stages()) {
      for (Map.Entry<String, Long> reason : stage.lostByReason().entrySet()) {
        table.row(List.of(reason.getKey(), stage.name(), Numbers.count(reason.getValue())));
        any = true;
      }
    }
    return any
        ? table.element("reasons")
        : Element.of("p", "note").text("No rows were rejected or dropped.");
  }

  private static Element counts(ReportData data) {
    Table table = new Table("All counts of the stages", List.of("count", "stage", "value"));
    for (StageFacts stage : data.stages()) {
      stage
          .counts()
          .forEach((name, value) -> table.row(List.of(name, stage.name(), Numbers.count(value))));
    }
    return table.element("");
  }

  private static Element settings(ReportData data) {
    Table table = new Table("Settings of each stage", List.of("setting", "stage", "value"));
    for (StageFacts stage : data.stages()) {
      stage.settings().forEach((name, value) -> table.row(List.of(name, stage.name(), value)));
    }
    return table.element("long");
  }

  private static Element versions(ReportData data) {
    Map<String, String> versions = new LinkedHashMap<>(data.machine().table());
    for (StageFacts stage : data.stages()) {
      versions.putAll(stage.versions());
      String gemm = stage.values().path("gemm").asText();
      if (!gemm.isEmpty()) {
        versions.put("GEMM provider of " + stage.name(), gemm);
      }
    }
    Table table = new Table("Environment", List.of("what", "value"));
    versions.forEach((name, value) -> table.row(List.of(name, value)));
    return table.element("long");
  }

  private static Element files(ReportData data) {
    Table table =
        new Table("Output files of each stage", List.of("file", "size", "kind", "SHA-256"));
    for (StageFacts stage : data.stages()) {
      for (StageFacts.OutputFile file : stage.outputs()) {
        table.row(
            List.of(
                stage.name() + "/" + file.path(),
                Numbers.bytes(file.bytes()),
                file.log() ? "log" : "result",
                file.sha256()));
      }
    }
    return table.element("hashes");
  }

  private static Element folded(String title, Element content) {
    return Element.of("details", "folded").add(Element.of("summary").text(title), content);
  }

  private static String count(OptionalLong value) {
    return value.isPresent() ? Numbers.count(value.getAsLong()) : "–";
  }

  private static String abbreviated(String hash) {
    return hash.length() <= 16 ? hash : hash.substring(0, 16) + "…";
  }
}
