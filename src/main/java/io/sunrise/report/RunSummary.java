package io.sunrise.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import io.sunrise.stage.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The summary at the end of a pipeline: the training trace as a table, the test accuracy, and the
 * path of the report.
 */
public final class RunSummary {
  private RunSummary() {}

  /** Prints the summary of the report in a workspace. */
  public static void print(Workspace workspace, Console console) {
    Path folder = workspace.folder("report");
    ReportData data;
    try (var in = workspace.fileSystem().open(new Path(folder, ReportStage.RUN))) {
      data = ReportData.of(new ObjectMapper().readTree(in.readAllBytes()));
    } catch (IOException e) {
      throw new SunriseException(
          folder + ": no readable report (" + e.getMessage() + "); run report with --force", e);
    }
    List<List<String>> rows = new ArrayList<>();
    data.curves().pretrain().forEach(epoch -> rows.add(row("pre-training", epoch)));
    data.curves().finetune().forEach(epoch -> rows.add(row("fine-tuning", epoch)));
    console.table(
        List.of(
            "training",
            "epoch",
            "steps",
            "train loss",
            "accuracy",
            "validation loss",
            "accuracy",
            "time"),
        rows);
    data.comparison().ifPresent(comparison -> console.line(testAccuracy(comparison)));
    console.line("report: " + new Path(folder, ReportStage.PAGE));
  }

  private static String testAccuracy(ModelComparison comparison) {
    return comparison.contenders().stream()
        .map(each -> each.kind().title + " " + Numbers.metric(each.test().accuracy()))
        .collect(Collectors.joining(", ", "accuracy on the test rows: ", ""));
  }

  private static List<String> row(String training, Epoch epoch) {
    return List.of(
        training,
        Integer.toString(epoch.number()),
        Numbers.count(epoch.step()),
        Numbers.metric(epoch.trainLoss()),
        Numbers.metric(epoch.trainAccuracy()),
        Numbers.metric(epoch.validationLoss()),
        Numbers.metric(epoch.validationAccuracy()),
        Numbers.duration(epoch.seconds()));
  }
}
