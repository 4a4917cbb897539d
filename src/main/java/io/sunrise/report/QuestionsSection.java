package io.sunrise.report;

import java.util.List;

/** Three questions for the reader, with answers that unfold (in print they are shown). */
final class QuestionsSection {

  /** A question with the answers to choose from and the correct one. */
  private record Question(String text, List<String> choices, String answer) {}

  private static final Question PURPOSE =
      new Question(
          "What is pre-training for?",
          List.of(
              "To collect labels without people.",
              "To learn how the language works from unlabelled text.",
              "To make the model smaller."),
          "The second. By predicting masked words the model learns which words occur together, what"
              + " refers to what and how sentences are built. That takes a lot of text but no"
              + " labels; fine-tuning starts from there and only has to learn the task.");

  private static final Question MASKING =
      new Question(
          "Why mask 15 % or 30 % of the tokens, and not 1 % or 80 %?",
          List.of(
              "More masked tokens give more to learn in each pass, but less context to predict them from.",
              "More would not fit into memory.",
              "The others are used to test the model."),
          "The first. Only masked positions contribute to the loss, so with 1 % most of the"
              + " computation teaches nothing; with 80 % too little context is left to predict the"
              + " rest. Of the masked tokens one in ten is replaced by a random token and one in ten"
              + " is kept, so that the model has to represent every token, because fine-tuning"
              + " masks none.");

  private QuestionsSection() {}

  static Element section(ReportData data) {
    Element list = Element.of("ol", "questions");
    for (Question question : List.of(PURPOSE, MASKING, labels(data))) {
      list.add(element(question));
    }
    return HtmlReport.section(
            "questions", "Three questions", "Answer for yourself first; click to see the answer.")
        .add(list);
  }

  private static Question labels(ReportData data) {
    return new Question(
        "Why do the same few labels go further with a pre-trained model?",
        List.of(
            "It has seen the test texts before.",
            "It trains for more steps on the labels.",
            "It already knows words that no labelled text contains."),
        "The third. From scratch, a word that is in no labelled text keeps a random vector. The"
            + " pre-trained model has seen it in raw text next to words of similar use, so that what"
            + " it learns from one label also applies to similar words. Steps and labelled rows are"
            + " the same for both"
            + gained(data));
  }

  private static String gained(ReportData data) {
    return data.comparison()
        .map(ModelComparison::accuracyGained)
        .filter(gained -> Double.isFinite(gained))
        .map(gained -> "; the difference in this run: " + Numbers.points(gained) + " points.")
        .orElse(".");
  }

  private static Element element(Question question) {
    Element choices = Element.of("ol", "choices").set("type", "a");
    question.choices().forEach(choice -> choices.add(Element.of("li").text(choice)));
    return Element.of("li")
        .add(
            Element.of("h3").text(question.text()),
            choices,
            Element.of("details")
                .add(Element.of("summary").text("Answer"), HtmlReport.paragraph(question.answer())),
            Element.of("p", "printed-answer").text(question.answer()));
  }
}
