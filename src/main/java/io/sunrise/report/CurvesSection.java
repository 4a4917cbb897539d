package io.sunrise.report;

import io.sunrise.report.LineChart.Band;
import io.sunrise.report.LineChart.Mark;
import io.sunrise.report.LineChart.Point;
import io.sunrise.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Loss and accuracy by epoch, as charts and as a table, next to the textbook's numbers. */
final class CurvesSection {
  private final List<Epoch> pretrain;
  private final List<Epoch> finetune;

  private CurvesSection(ReportData.Curves curves) {
    this.pretrain = curves.pretrain();
    this.finetune = curves.finetune();
  }

  static Element section(ReportData data) {
    CurvesSection curves = new CurvesSection(data.curves());
    Element section =
        HtmlReport.section(
            "curves",
            "Training curves",
            "Epochs are numbered through both trainings: first pre-training, where accuracy is the"
                + " share of masked tokens predicted correctly, then fine-tuning, where it is the"
                + " share of texts classified correctly.");
    if (curves.epochs() == 0) {
      return section.add(HtmlReport.missing("No training has finished an epoch yet."));
    }
    return section.add(
        Element.of("div", "charts").add(curves.loss().figure(), curves.accuracy().figure()),
        Element.of("p", "note").text(curves.note()),
        curves.table());
  }

  private int epochs() {
    return pretrain.size() + finetune.size();
  }

  private LineChart loss() {
    double highest =
        DoubleStream.concat(
                all().stream()
                    .flatMapToDouble(e -> DoubleStream.of(e.trainLoss(), e.validationLoss())),
                TextbookCurve.POINTS.stream().mapToDouble(TextbookCurve.Point::loss))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    return chart(
        "Loss",
        Axis.niceTop(highest),
        List.of(Epoch::trainLoss, Epoch::validationLoss),
        TextbookCurve.Point::loss);
  }

  private LineChart accuracy() {
    return chart(
        "Accuracy",
        1,
        List.of(Epoch::trainAccuracy, Epoch::validationAccuracy),
        TextbookCurve.Point::accuracy);
  }

  private LineChart chart(
      String title,
      double top,
      List<ToDoubleFunction<Epoch>> trainAndValidation,
      ToDoubleFunction<TextbookCurve.Point> textbook) {
    List<Point> rings = new ArrayList<>();
    for (TextbookCurve.Point point : textbookPoints()) {
      double value = textbook.applyAsDouble(point);
      String note = "textbook, its epoch " + point.epoch() + ": " + value;
      rings.add(new Point(position(point), value, note));
    }
    return new LineChart(
        title,
        lastEpoch(),
        top,
        bands(),
        List.of(
            new Series("textbook", "s-textbook", Mark.RINGS, List.of(rings)),
            series("train", "s-train", Mark.DASHES, trainAndValidation.get(0)),
            series("validation", "s-validation", Mark.LINE, trainAndValidation.get(1))));
  }

  private static Series series(
      String name,
      String cssClass,
      Mark mark,
      List<List<Epoch>> stages,
      ToDoubleFunction<Epoch> of) {
    return new Series(
        name, cssClass, mark, stages.stream().map(epochs -> points(name, epochs, of)).toList());
  }

  private Series series(String name, String cssClass, Mark mark, ToDoubleFunction<Epoch> of) {
    return series(name, cssClass, mark, List.of(pretrain, finetune), of);
  }

  private static List<Point> points(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> of) {
    return epochs.stream()
        .map(
            epoch ->
                new Point(
                    epoch.number(),
                    of.applyAsDouble(epoch),
                    name
                        + ", epoch "
                        + epoch.number()
                        + ": "
                        + Numbers.metric(of.applyAsDouble(epoch))))
        .toList();
  }

  private List<Band> bands() {
    List<Band> bands = new ArrayList<>();
    if (!pretrain.isEmpty()) {
      bands.add(new Band("pre-training", 1, pretrain.size()));
    }
    if (!finetune.isEmpty()) {
      bands.add(new Band("fine-tuning", pretrain.size() + 1, lastEpoch()));
    }
    return bands;
  }

  private int lastEpoch() {
    return all().stream().mapToInt(Epoch::number).max().orElse(1);
  }

  private List<Epoch> all() {
    List<Epoch> all = new ArrayList<>(pretrain);
    all.addAll(finetune);
    return all;
  }

  /** Only the points of stages that this run has. */
  private List<TextbookCurve.Point> textbookPoints() {
    return TextbookCurve.POINTS.stream()
        .filter(
            point ->
                point.epoch() <= TextbookCurve.PRETRAIN_EPOCHS
                    ? !pretrain.isEmpty()
                    : !finetune.isEmpty())
        .toList();
  }

  private double position(TextbookCurve.Point point) {
    return point.position(pretrain.size(), finetune.size());
  }

  private String note() {
    String where =
        pretrain.size() == TextbookCurve.PRETRAIN_EPOCHS
                && finetune.size() == TextbookCurve.FINETUNE_EPOCHS
            ? "It has the same number of epochs as this run."
            : "It has 15 epochs of pre-training and 5 of fine-tuning; its points are placed at the"
                + " same fraction of each stage.";
    return "The rings show the textbook's curve, a teaching example with 1,000,000 rows and 10,000"
        + " labels: something to compare this run with, not a target. "
        + where;
  }

  private Element table() {
    Table table =
        new Table(
            "Loss and accuracy by epoch",
            List.of(
                "epoch",
                "stage",
                "train loss",
                "validation loss",
                "textbook loss",
                "train accuracy",
                "validation accuracy",
                "textbook accuracy",
                "time"));
    pretrain.forEach(epoch -> row(table, epoch, "pre-training"));
    finetune.forEach(epoch -> row(table, epoch, "fine-tuning"));
    return table.element("epochs");
  }

  private void row(Table table, Epoch epoch, String stage) {
    var textbook = TextbookCurve.at(epoch.number(), pretrain.size(), finetune.size());
    table.row(
        epoch.number() == pretrain.size() + 1 ? "first" : "",
        List.of(
            Integer.toString(epoch.number()),
            stage,
            Numbers.metric(epoch.trainLoss()),
            Numbers.metric(epoch.validationLoss()),
            textbook.map(point -> Numbers.decimals(point.loss(), 1)).orElse(""),
            Numbers.metric(epoch.trainAccuracy()),
            Numbers.metric(epoch.validationAccuracy()),
            textbook.map(point -> Numbers.decimals(point.accuracy(), 2)).orElse(""),
            Numbers.duration(epoch.seconds())));
  }
}
