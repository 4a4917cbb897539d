package io.sunrise.report;

import java.util.List;

/** One sentence on its way through the model's five layers. */
final class TraceSection {
  private TraceSection() {}

  static Element section(ReportData data) {
    Element section =
        HtmlReport.section(
            "trace",
            "One sentence, five layers",
            "The fine-tuned model reads one sentence. These are the numbers it works with.");
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

  private static Element tokens(SentenceTrace trace) {
    return layer(
            "Tokens",
            trace.tokens().size() + " tokens and the ids that stand for them in the vocabulary.")
        .add(Chips.tokensWithIds(trace.tokens(), trace.ids()));
  }

  private static Element embeddings(SentenceTrace trace) {
    Element layer =
        layer(
            "Embeddings",
            "Each token becomes a vector: a matrix of "
                + shape(trace.embeddingShape())
                + ". The first numbers of each:");
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

  /** A cell shaded by the number's size, in one colour below zero and another above. */
  private static Element number(double value, double most) {
    double strength = Double.isFinite(value) ? 0.45 * Math.abs(value) / most : 0;
    return Element.of("td", value < 0 ? "below" : "above")
        .set("style", "--strength:" + Numbers.coordinate(100 * strength) + "%")
        .text(Numbers.decimals(value, 2));
  }

  private static Element transformer(SentenceTrace trace) {
    Element layer =
        layer(
            "Transformer layers",
            "In each layer every token looks at the others and takes on some of what they hold. A row"
                + " is a token that looks; the darker a cell, the more it takes from that column;"
                + " the outlined cell is the most.");
    Element maps = Element.of("div", "maps");
    for (int i = 0; i < trace.layers().size(); i++) {
      SentenceTrace.Layer one = trace.layers().get(i);
      String title = "Layer " + (i + 1) + ", " + shape(one.shape());
      maps.add(
          new AttentionChart(title, trace.tokens(), one.attention(), one.attendsTo())
              .figure()
              .add(looks(trace, one)));
    }
    return layer.add(maps);
  }

  private static Element looks(SentenceTrace trace, SentenceTrace.Layer layer) {
    Element pairs = Element.of("p", "looks").text("Looks most at: ");
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

  private static Element head(SentenceTrace trace) {
    Element list = Element.of("ul", "logits");
    for (int i = 0; i < Math.min(trace.labels().size(), trace.logits().size()); i++) {
      String logit = Numbers.decimals(trace.logits().get(i), 3);
      list.add(Element.of("li").text(trace.labels().get(i) + " " + logit));
    }
    return layer(
            "Head",
            "The vector of [CLS] alone goes through the head, which gives one number a class, its"
                + " logit.")
        .add(list);
  }

  private static Element decision(SentenceTrace trace) {
    return layer("Decision", "A softmax makes probabilities of the logits; the larger one decides.")
        .add(
            probabilities(trace),
            Element.of("p", "decision")
                .add(
                    Element.of("span", "pill").text(trace.decision()),
                    Element.of("span").text(" with " + Numbers.percent(trace.certainty()))));
  }

  /** The probability of every class. */
  static Element probabilities(SentenceTrace trace) {
    Element list = Element.of("ul", "meters");
    for (int i = 0; i < Math.min(trace.labels().size(), trace.probabilities().size()); i++) {
      String label = trace.labels().get(i);
      list.add(
          Meter.of(
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
