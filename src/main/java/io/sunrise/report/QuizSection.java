package io.sunrise.report;

import java.util.List;

/** Three questions on the picture, with answers that open (in print they stand there). */
final class QuizSection {

  /** A question with its answers to choose from and what is right. */
  private record Question(String text, List<String> choices, String answer) {}

  private static final Question PURPOSE =
      new Question(
          "What is pre-training for?",
          List.of(
              "To collect labels without people.",
              "To learn how the language works from text that nobody had to label.",
              "To make the model smaller."),
          "The second. By filling in hidden words the model learns which words go together, what"
              + " refers to what and how sentences are built. That takes much text but no labels;"
              + " fine-tuning then starts from there and only has to learn the task.");

  private static final Question MASKING =
      new Question(
          "Why hide 15 % or 30 % of the tokens, and not 1 % or 80 %?",
          List.of(
              "More hidden tokens teach more a pass, but leave less to guess them from.",
              "More would not fit into memory.",
              "The others are used to test the model."),
          "The first. Only hidden places give something to learn from, so with 1 % most of the work"
              + " of a pass teaches nothing; with 80 % too few words are left to tell what is"
              + " missing. And of the hidden ones one in ten is replaced by a random word and one"
              + " in ten left as it is, so that the model must look closely at every word, as"
              + " in fine-tuning nothing is hidden.");

  private QuizSection() {}

  static Element section(ReportData data) {
    Element list = Element.of("ol", "quiz");
    for (Question question : List.of(PURPOSE, MASKING, labels(data))) {
      list.add(element(question));
    }
    return HtmlReport.section(
            "quiz", "Three questions", "Answer for yourself first; a tap opens the answer.")
        .add(list);
  }

  private static Question labels(ReportData data) {
    return new Question(
        "Why do the same few labels go further with a pre-trained model?",
        List.of(
            "It has seen the test texts before.",
            "It trains for more steps on the labels.",
            "It already knows words that the labels never show."),
        "The third. From scratch, a word that is in no labelled text stays a random vector. The"
            + " pre-trained model has met it in raw text beside words of like use, so what it"
            + " learns from one label holds for the other words too. Steps and labelled rows are"
            + " the same for both"
            + gained(data));
  }

  private static String gained(ReportData data) {
    return data.comparison()
        .map(Comparison::accuracyGained)
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
