package io.sunrise.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of the predictions on one part, each from 0 to 1.
 *
 * @param accuracy share of rows with the correct prediction
 * @param classes in order; those that are neither a label nor a prediction in the part are missing
 * @param confusions in order of label and prediction
 * @param areaUnderRoc of the score of class 1; empty unless there are exactly two classes and the
 *     part has rows of both
 */
public record Metrics(
    double accuracy,
    List<ClassScores> classes,
    List<Confusion> confusions,
    OptionalDouble areaUnderRoc) {

  static Metrics of(List<Confusion> confusions, OptionalDouble areaUnderRoc) {
    TreeSet<Integer> present = new TreeSet<>();
    long rows = 0;
    long correct = 0;
    for (Confusion each : confusions) {
      present.add(each.label());
      present.add(each.prediction());
      rows += each.rows();
      correct += each.isCorrect() ? each.rows() : 0;
    }
    return new Metrics(
        (double) correct / rows,
        present.stream().map(label -> ClassScores.of(label, confusions)).toList(),
        confusions,
        areaUnderRoc);
  }

  /** The mean over the classes, each counting the same. */
  public double macroF1() {
    return macro(ClassScores::f1);
  }

  /** The mean over the classes, each counting by its rows. */
  public double weightedF1() {
    return weighted(ClassScores::f1);
  }

  private double macro(ToDoubleFunction<ClassScores> score) {
    return classes.stream().mapToDouble(score).sum() / classes.size();
  }

  private double weighted(ToDoubleFunction<ClassScores> score) {
    long rows = classes.stream().mapToLong(ClassScores::rows).sum();
    return classes.stream().mapToDouble(each -> each.rows() * score.applyAsDouble(each)).sum()
        / rows;
  }

  /**
   * As in {@code metrics.json}.
   *
   * @param labels of the classes
   */
  public Map<String, Object> toJson(List<String> labels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accuracy", accuracy);
    json.put("macroPrecision", macro(ClassScores::precision));
    json.put("macroRecall", macro(ClassScores::recall));
    json.put("macroF1", macroF1());
    json.put("weightedPrecision", weighted(ClassScores::precision));
    json.put("weightedRecall", weighted(ClassScores::recall));
    json.put("weightedF1", weightedF1());
    areaUnderRoc.ifPresent(area -> json.put("areaUnderRoc", area));
    json.put("classes", classes.stream().map(each -> each.toJson(labels)).toList());
    json.put("confusions", confusions.stream().map(each -> each.toJson(labels)).toList());
    return json;
  }
}
