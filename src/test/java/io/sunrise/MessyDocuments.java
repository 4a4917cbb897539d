package io.sunrise;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sunrise.demo.GeneratedText;
import java.util.ArrayList;
import java.util.List;

/** English text as JSON Lines with everything that preprocessing drops and fixes. */
public final class MessyDocuments {
  /** Settings of preprocess under which every kind of document below is dropped or repaired. */
  public static final List<String> SETTINGS =
      List.of(
          "keep-dropped=true",
          "cleaning.boilerplate-min-documents=10",
          "filters.quality.enabled=true",
          "filters.quality.min-words=3",
          // English ones, for want of which German would be dropped before its language is asked
          // for.
          "filters.quality.min-stop-words=0",
          "filters.repetition.enabled=true",
          "filters.language.allowed=[eng]");

  private static final int KINDS = 10;

  private MessyDocuments() {}

  /**
   * So many lines: of ten each an exact copy, a near copy, a menu, markup, numbers, repetition,
   * broken JSON and German.
   */
  public static List<String> lines(int count) {
    GeneratedText english = new GeneratedText(7, List.of());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(line(english, i));
    }
    return lines;
  }

  private static String line(GeneratedText english, int i) {
    String text = english.document(i);
    // Long enough that one word more leaves most n-grams as they are.
    String before = english.document(i - i % KINDS) + " " + english.document(i - i % KINDS + 1);
    return switch (i % KINDS) {
      case 0, 1 -> json(before);
      case 2 -> json(before + " Indeed.");
      case 3 -> json("Home | About | Contact\n\n" + text + "\n\nClick here to subscribe");
      case 4 -> json("<p>" + text.replace(" ", " <b></b>") + "</p> donâ€™t &amp; [[sun|star]]");
      case 5 -> json("12 345 " + i + " 67.8 90");
      case 6 -> json("Again and again. ".repeat(20) + i);
      case 7 -> "{\"text\": \"broken " + i;
      case 8 -> json("Die Sonne geht im Osten auf und im Westen unter, wie jedes Kind weiß: " + i);
      default -> json(text);
    };
  }

  private static String json(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text).toString();
  }
}
