package io.sunrise.report;

import java.util.List;

/** The activations of one sentence, from its tokens to the predicted class. */
final class TraceSection {
  private TraceSection() {}

  static Element section(ReportData data) {
    Element section =
        HtmlReport.section(
            "trace",
            "One sentence through the model",
            "The intermediate results of the fine-tuned model for one sentence.");
    return data.trace()
        .map(
            trace ->
                section.add(
                    Element.of("blockquote", "sentence").text(trace.text()),
                    Element.of("ol", "layers")
                        .add(
                            tokens(trace),
                            embeddings(trace),
                            transformer(trace),
                            head(trace),
                            decision(trace))))
        .orElseGet(
            () -> section.add(HtmlReport.missing("No sentence has been traced in this run.")));
  }

  private static Element tokens(TraceExample trace) {
    return layer("Tokens", trace.tokens().size() + " tokens with their ids in the vocabulary.")
        .add(TokenList.tokensWithIds(trace.tokens(), trace.ids()));
  }

  private static Element embeddings(TraceExample trace) {
    Element layer =
        layer(
            "Embeddings",
            "Each token becomes a vector: a matrix of "
                + shape(trace.embeddingShape())
                + ". The first components of each:");
    Element body = Element.of("tbody");
    double most =
        trace.embeddingFirst().stream()
            .flatMap(List::stream)
            .filter(Double::isFinite)
            .mapToDouble(Math::abs)
            .max()
            .orElse(1);
    for (int i = 0; i < Math.min(trace.tokens().size(), trace.embeddingFirst().size()); i++) {
      Element row =
          Element.of("tr").add(Element.of("th").set("scope", "row").text(trace.tokens().get(i)));
      trace.embeddingFirst().get(i).forEach(value -> row.add(number(value, most)));
      body.add(row.add(Element.of("td", "dots").text("…")));
    }
    return layer.add(Element.of("div", "scroll").add(Element.of("table", "vectors").add(body)));
  }

  /** A cell shaded by magnitude, in one colour for negative numbers and another for positive. */
  private static Element number(double value, double most) {
    double strength = Double.isFinite(value) ? 0.45 * Math.abs(value) / most : 0;
    return Element.of("td", value < 0 ? "below" : "above")
        .set("style", "--strength:" + Numbers.coordinate(100 * strength) + "%")
        .text(Numbers.decimals(value, 2));
  }

  private static Element transformer(TraceExample trace) {
    Element layer =
        layer(
            "Transformer layers",
            "In each layer every token attends to the others and mixes in their vectors. A row is an"
                + " attending token; the darker a cell, the larger the weight of its column; the"
                + " outlined cell is the largest of its row.");
    Element maps = Element.of("div", "maps");
    for (int i = 0; i < trace.layers().size(); i++) {
      TraceExample.Layer one = trace.layers().get(i);
      String title = "Layer " + (i + 1) + ", " + shape(one.shape());
      maps.add(
          new AttentionChart(title, trace.tokens(), one.attention(), one.attendsTo())
              .figure()
              .add(attends(trace, one)));
    }
    return layer.add(maps);
  }

  private static Element attends(TraceExample trace, TraceExample.Layer layer) {
    Element pairs = Element.of("p", "attends").text("Attends most to: ");
    int tokens = trace.tokens().size();
    for (int i = 0; i < Math.min(tokens, layer.attendsTo().size()); i++) {
      int to = layer.attendsTo().get(i);
      if (to >= 0 && to < tokens) {
        pairs.add(Element.of("span").text(trace.tokens().get(i) + " → " + trace.tokens().get(to)));
        pairs.text(" ");
      }
    }
    return pairs;
  }

  private static Element head(TraceExample trace) {
    Element list = Element.of("ul", "logits");
    for (int i = 0; i < Math.min(trace.labels().size(), trace.logits().size()); i++) {
      String logit = Numbers.decimals(trace.logits().get(i), 3);
      list.add(Element.of("li").text(trace.labels().get(i) + " " + logit));
    }
    return layer("Head", "The head maps the vector of [CLS] to one number per class, its logit.")
        .add(list);
  }

  private static Element decision(TraceExample trace) {
    return layer(
            "Decision",
            "A softmax turns the logits into probabilities; the class with the largest is the prediction.")
        .add(
            probabilities(trace),
            Element.of("p", "decision")
                .add(
                    Element.of("span", "pill").text(trace.decision()),
                    Element.of("span")
                        .text(" with probability " + Numbers.percent(trace.certainty()))));
  }

  /** The probability of every class. */
  static Element probabilities(TraceExample trace) {
    Element list = Element.of("ul", "meters");
    for (int i = 0; i < Math.min(trace.labels().size(), trace.probabilities().size()); i++) {
      String label = trace.labels().get(i);
      list.add(
          Charts.shareBar(
              label, trace.probabilities().get(i), label.equals(trace.decision()) ? "right" : ""));
    }
    return list;
  }

  private static Element layer(String name, String what) {
    return Element.of("li").add(Element.of("h3").text(name), HtmlReport.paragraph(what));
  }

  private static String shape(List<Integer> shape) {
    return String.join(" × ", shape.stream().map(n -> Numbers.count(n)).toList());
  }
}
