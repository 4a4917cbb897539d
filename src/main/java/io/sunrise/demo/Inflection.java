package io.sunrise.demo;

import io.sunrise.SunriseException;

/**
 * The regular forms of English words. Nouns change at the end of the last word ("sea lions"), verbs
 * at the end of the first ("falls apart"). Irregular forms, and verbs of several syllables that
 * double their last letter, are listed in the word tables.
 */
final class Inflection {
  private Inflection() {}

  /** The form of a word: {@code plural}, {@code third}, {@code past} or {@code ing}. */
  static String form(String name, String word) {
    return switch (name) {
      case "plural" -> withS(word);
      case "third" -> onFirstWord(word, third(firstWord(word)));
      case "past" -> onFirstWord(word, past(firstWord(word)));
      case "ing" -> onFirstWord(word, ing(firstWord(word)));
      default ->
          throw SunriseException.of(
              "generated text: form '%s' of '%s' is none of plural, third, past, ing", name, word);
    };
  }

  private static String firstWord(String phrase) {
    int space = phrase.indexOf(' ');
    return space < 0 ? phrase : phrase.substring(0, space);
  }

  private static String onFirstWord(String phrase, String inflected) {
    return inflected + phrase.substring(firstWord(phrase).length());
  }

  private static String withS(String word) {
    if (endsInConsonantY(word)) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    boolean hisses =
        word.endsWith("s")
            || word.endsWith("x")
            || word.endsWith("z")
            || word.endsWith("ch")
            || word.endsWith("sh");
    return word + (hisses ? "es" : "s");
  }

  private static String third(String verb) {
    return verb.endsWith("o") ? verb + "es" : withS(verb);
  }

  private static String past(String verb) {
    if (endsInConsonantY(verb)) {
      return verb.substring(0, verb.length() - 1) + "ied";
    }
    return verb.endsWith("e") ? verb + "d" : doubled(verb) + "ed";
  }

  private static String ing(String verb) {
    if (verb.endsWith("ie")) {
      return verb.substring(0, verb.length() - 2) + "ying";
    }
    boolean mute = verb.endsWith("e") && !verb.endsWith("ee") && !verb.endsWith("oe");
    return mute ? verb.substring(0, verb.length() - 1) + "ing" : doubled(verb) + "ing";
  }

  /** "stop" gives "stopp": a syllable that ends in one vowel and one consonant. */
  private static String doubled(String verb) {
    int last = verb.length() - 1;
    boolean doubles =
        last >= 2
            && "wxy".indexOf(verb.charAt(last)) < 0
            && !isVowel(verb.charAt(last))
            && isVowel(verb.charAt(last - 1))
            && vowels(verb) == 1;
    return doubles ? verb + verb.charAt(last) : verb;
  }

  private static boolean endsInConsonantY(String word) {
    int last = word.length() - 1;
    return last >= 1 && word.charAt(last) == 'y' && !isVowel(word.charAt(last - 1));
  }

  private static long vowels(String word) {
    return word.chars().filter(c -> isVowel((char) c)).count();
  }

  private static boolean isVowel(char c) {
    return "aeiou".indexOf(c) >= 0;
  }
}
