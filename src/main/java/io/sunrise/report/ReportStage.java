package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.SunriseException;
import io.sunrise.config.Settings.ReportSettings;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** Collects the whole run in {@code run.json} and renders it as {@code report.html}. */
public final class ReportStage implements Stage {
  /** The page, in the stage's folder. */
  public static final String PAGE = "report.html";

  static final String RUN = "run.json";
  private static final List<String> STAGES =
      List.of("collect", "preprocess", "pretrain", "label", "finetune", "predict");

  private final ReportSettings settings;

  public ReportStage(ReportSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public List<String> upstream() {
    return List.of();
  }

  /** A report can be made at any time; it says which stages have not run yet. */
  @Override
  public List<String> optionalUpstream() {
    return Stream.concat(STAGES.stream(), Stream.of("cross-validate")).toList();
  }

  @Override
  public Object settings() {
    return Map.of("report", settings);
  }

  @Override
  public void run(StageRun run) throws IOException {
    List<String> present = STAGES.stream().filter(run::has).toList();
    if (present.isEmpty()) {
      throw SunriseException.of(
          "%s: holds no finished stage to report on; run pipeline or collect first",
          new Path(run.input("collect")).getParent());
    }
    JsonNode json = new RunJson(run, settings).gather(Instant.now(), present);
    write(run, RUN, json.toPrettyString() + "\n");
    write(run, PAGE, HtmlReport.render(ReportData.of(json)));
    run.log(RUN);
    run.log(PAGE);
  }

  private static void write(StageRun run, String file, String text) throws IOException {
    try (OutputStream out = run.fileSystem().create(new Path(run.output(file)), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
