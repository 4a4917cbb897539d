package io.sunrise.report;

import io.sunrise.data.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The five stages, each with its counts, the shapes of its data and an example row. */
final class StageCards {
  private static final int MAX_CHARACTERS = 260;

  private final ReportData data;
  private final RunCounts counts;

  private StageCards(ReportData data) {
    this.data = data;
    this.counts = new RunCounts(data);
  }

  static Element section(ReportData data) {
    StageCards cards = new StageCards(data);
    return HtmlReport.section(
            "stages",
            "The five stages",
            "The input and output of each stage, their shapes, and an example row.")
        .add(
            Element.of("ol", "stages")
                .add(
                    cards.collect(),
                    cards.preprocess(),
                    cards.pretrain(),
                    cards.label(),
                    cards.finetune()));
  }

  private Element collect() {
    StageCard card =
        card(
            "collect",
            "Collect",
            "Reads raw text from every source and gives each document a stable id.");
    card.fact("documents", counts.documents());
    card.fact("rejected", lost("collect"));
    counts
        .documents()
        .ifPresent(n -> card.shape("documents", n, "rows", Schemas.DOCUMENTS.length(), "columns"));
    data.samples()
        .document()
        .ifPresent(
            text ->
                card.example(
                    "A raw document",
                    Element.of("blockquote").text(shorten(text)),
                    Element.of("p", "source").text(data.samples().source())));
    return card.element();
  }

  private Element preprocess() {
    StageCard card =
        card(
            "preprocess",
            "Preprocess",
            "Cleans the text, drops duplicates, trains a tokenizer and splits the text into rows of ids.");
    card.fact("rows", counts.rows());
    card.fact("tokens", data.count("preprocess", "tokens"));
    card.fact("vocabulary size", counts.vocabulary());
    card.fact("dropped", lost("preprocess"));
    counts
        .rows()
        .ifPresent(n -> card.shape("token ids", n, "rows", counts.maxTokens(), "tokens at most"));
    if (!data.samples().tokens().isEmpty()) {
      card.example(
          "A row: tokens with their ids",
          TokenList.tokensWithIds(data.samples().tokens(), data.samples().ids()));
    }
    return card.element();
  }

  private Element pretrain() {
    StageCard card =
        card(
            "pretrain",
            "Pre-train",
            "Masks some of the tokens of every row and learns to predict them. Needs no labels.");
    data.startFrom().ifPresent(name -> card.fact("starts from", name));
    card.fact("epochs", size(data.curves().pretrain()));
    card.fact("steps", data.count("pretrain", "steps"));
    card.fact("parameters", data.count("pretrain", "parameters"));
    card.fact("tokens per second", data.value("pretrain", "tokensPerSecond"));
    OptionalLong hidden = data.model("hiddenSize");
    counts
        .batchRows("pretrain")
        .ifPresent(n -> card.shape("a batch", n, "rows", counts.maxTokens(), "tokens"));
    if (hidden.isPresent() && counts.vocabulary().isPresent()) {
      card.shape(
          "embeddings",
          counts.vocabulary().getAsLong(),
          "vocabulary",
          hidden.getAsLong(),
          "hidden");
      card.shape(
          "hidden states of a row", counts.maxTokens(), "tokens", hidden.getAsLong(), "hidden");
    }
    if (!data.neighbours().isEmpty()) {
      card.example(
          "Words used alike: before the first step, each word below has these as its nearest by"
              + " co-occurrence (cosine of the vectors)",
          Neighbours.grid(data.neighbours()));
    }
    if (!data.maskedRows().isEmpty()) {
      MaskedRow row = data.maskedRows().get(0);
      card.example(
          "A row with masked tokens (the original ones below)",
          TokenList.masked(row),
          guesses(row));
    }
    return card.element();
  }

  private static Element guesses(MaskedRow row) {
    Element all = Element.of("div", "guesses");
    for (MaskedRow.Prediction prediction :
        row.predictions().subList(0, Math.min(4, row.predictions().size()))) {
      Element list = Element.of("ul", "meters");
      for (MaskedRow.Guess guess :
          prediction.top().subList(0, Math.min(3, prediction.top().size()))) {
        boolean right = guess.word().equals(prediction.expected());
        list.add(Charts.shareBar(guess.word(), guess.probability(), right ? "right" : ""));
      }
      all.add(
          Element.of("div")
              .add(
                  Element.of("p", "guess-title")
                      .text("predictions for “" + prediction.expected() + "”"),
                  list));
    }
    return all;
  }

  private Element label() {
    StageCard card =
        card("label", "Label", "Reads a small set of labelled texts and splits it by hash.");
    card.fact("to train on", counts.trainingLabels());
    card.fact("to validate on", data.count("label", "validation"));
    card.fact("to test on", data.count("label", "test"));
    counts
        .labels()
        .ifPresent(
            n -> card.shape("labelled rows", n, "rows", counts.maxTokens(), "tokens at most"));
    data.samples()
        .labelledText()
        .ifPresent(
            text ->
                card.example(
                    "A labelled row",
                    Element.of("blockquote").text(shorten(text)),
                    Element.of("p").add(Element.of("span", "pill").text(data.samples().label()))));
    return card.element();
  }

  private Element finetune() {
    StageCard card =
        card(
            "finetune",
            "Fine-tune, then predict",
            "Adds a classification head to the pre-trained model and trains both on the labels.");
    card.fact("epochs", size(data.curves().finetune()));
    card.fact("steps", data.count("finetune", "steps"));
    card.fact("accuracy on the test part", Numbers.percent(counts.testAccuracy()));
    card.fact("rows predicted", data.count("predict", "rows"));
    counts.batchRows("finetune").ifPresent(n -> finetuneShapes(card, n));
    data.trace().ifPresent(trace -> card.example("A prediction", prediction(trace)));
    return card.element();
  }

  private void finetuneShapes(StageCard card, long batchRows) {
    card.shape("a batch", batchRows, "rows", counts.maxTokens(), "tokens");
    data.model("hiddenSize")
        .ifPresent(h -> card.shape("[CLS] vectors", batchRows, "rows", h, "hidden"));
    data.comparison()
        .map(comparison -> comparison.labels().size())
        .filter(classes -> classes > 0)
        .ifPresent(classes -> card.shape("logits", batchRows, "rows", classes, "classes"));
  }

  private static List<Element> prediction(TraceExample trace) {
    List<Element> parts = new ArrayList<>();
    parts.add(Element.of("blockquote").text(shorten(trace.text())));
    parts.add(TraceSection.probabilities(trace));
    return parts;
  }

  private StageCard card(String stage, String name, String what) {
    Optional<StageFacts> facts = data.stage(stage);
    return new StageCard(stage, name, what, facts.map(StageFacts::seconds).orElse(Double.NaN));
  }

  private OptionalLong lost(String stage) {
    return data.stage(stage)
        .map(facts -> OptionalLong.of(facts.lost()))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong size(List<Epoch> epochs) {
    return epochs.isEmpty() ? OptionalLong.empty() : OptionalLong.of(epochs.size());
  }

  private static String shorten(String text) {
    return text.length() <= MAX_CHARACTERS
        ? text
        : text.substring(0, MAX_CHARACTERS).strip() + " …";
  }
}
