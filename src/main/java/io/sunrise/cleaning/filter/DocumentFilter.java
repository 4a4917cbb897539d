package io.sunrise.cleaning.filter;

import io.sunrise.SunriseException;
import io.sunrise.config.FilterSettings;
import io.sunrise.config.FilterSettings.CharacterRules;
import io.sunrise.config.FilterSettings.QualityRules;
import io.sunrise.config.FilterSettings.RepetitionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the first rule that a text breaks. Not thread-safe. */
public final class DocumentFilter {
  private final TextStatistics scan;
  private final Repetition repetition = new Repetition();
  private final List<Rule<TextStatistics>> scanRules = new ArrayList<>();
  private final List<Rule<Repetition>> repetitionRules = new ArrayList<>();
  private final List<Rule<String>> languageRules = new ArrayList<>();

  /**
   * Builds the enabled rules.
   *
   * @throws SunriseException for inconsistent settings
   */
  public DocumentFilter(FilterSettings settings) {
    QualityRules quality = settings.quality();
    scan = new TextStatistics(new StopWords(quality.stopWords(), quality.minStopWords()));
    if (settings.characters().enabled()) {
      addCharacterRules(settings.characters());
    }
    if (quality.enabled()) {
      addQualityRules(quality);
    }
    if (settings.repetition().enabled()) {
      addRepetitionRules(settings.repetition());
    }
    if (!settings.language().allowed().isEmpty()) {
      LanguageFilter language = new LanguageFilter(settings.language());
      languageRules.add(new Rule<>("language", language::isForeign));
    }
  }

  /** The names of the enabled rules, in the order in which they are checked. */
  public List<String> rules() {
    return Stream.of(scanRules, repetitionRules, languageRules)
        .flatMap(List::stream)
        .map(Rule::name)
        .toList();
  }

  /**
   * The name of the first rule that a text breaks.
   *
   * @param text cleaned, with its line ends
   */
  public Optional<String> broken(String text) {
    Optional<String> broken = Optional.empty();
    if (!scanRules.isEmpty() || !repetitionRules.isEmpty()) {
      scan.read(text);
      broken = Rule.firstBroken(scanRules, scan);
    }
    if (broken.isEmpty() && !repetitionRules.isEmpty()) {
      repetition.read(scan);
      broken = Rule.firstBroken(repetitionRules, repetition);
    }
    return broken.isPresent() ? broken : Rule.firstBroken(languageRules, text);
  }

  private void addCharacterRules(CharacterRules rules) {
    scan("characters.min-letters", s -> s.letterShare() < rules.minLetters());
    scan("characters.max-digits", s -> s.digitShare() > rules.maxDigits());
    scan("characters.max-upper-case", s -> s.upperCaseShare() > rules.maxUpperCase());
  }

  private void addQualityRules(QualityRules rules) {
    if (rules.stopWords().size() < rules.minStopWords() && !rules.stopWords().isEmpty()) {
      throw SunriseException.of(
          "preprocess.filters.quality.min-stop-words is %d, of %d stop-words; lower it",
          rules.minStopWords(), rules.stopWords().size());
    }
    int minStopWords = rules.stopWords().isEmpty() ? 0 : rules.minStopWords();
    scan("quality.min-words", s -> s.realWords() < rules.minWords());
    scan("quality.max-words", s -> s.realWords() > rules.maxWords());
    scan("quality.min-mean-word-length", s -> s.meanWordLength() < rules.minMeanWordLength());
    scan("quality.max-mean-word-length", s -> s.meanWordLength() > rules.maxMeanWordLength());
    scan("quality.max-hashes-per-word", s -> s.hashesPerWord() > rules.maxHashesPerWord());
    scan("quality.max-ellipses-per-word", s -> s.ellipsesPerWord() > rules.maxEllipsesPerWord());
    scan(
        "quality.max-bullet-lines",
        s -> s.lines.count() >= rules.minLines() && s.bulletLineShare() > rules.maxBulletLines());
    scan(
        "quality.max-ellipsis-lines",
        s ->
            s.lines.count() >= rules.minLines()
                && s.ellipsisLineShare() > rules.maxEllipsisLines());
    scan("quality.min-words-with-letter", s -> s.letterWordShare() < rules.minWordsWithLetter());
    scan("quality.min-stop-words", s -> s.stopWords() < minStopWords);
  }

  private void scan(String name, Predicate<TextStatistics> isBroken) {
    scanRules.add(new Rule<>(name, isBroken));
  }

  private void addRepetitionRules(RepetitionRules rules) {
    repeats("max-duplicate-lines", r -> r.duplicateLines() > rules.maxDuplicateLines());
    repeats(
        "max-duplicate-line-characters",
        r -> r.duplicateLineCharacters() > rules.maxDuplicateLineCharacters());
    repeats(
        "max-duplicate-paragraphs", r -> r.duplicateParagraphs() > rules.maxDuplicateParagraphs());
    repeats(
        "max-duplicate-paragraph-characters",
        r -> r.duplicateParagraphCharacters() > rules.maxDuplicateParagraphCharacters());
    requireSize("max-top-ngrams", rules.maxTopNgrams(), Repetition.FIRST_TOP, Repetition.LAST_TOP);
    for (int n = Repetition.FIRST_TOP; n <= Repetition.LAST_TOP; n++) {
      int size = n;
      double most = rules.maxTopNgrams().get(n - Repetition.FIRST_TOP);
      repeats("max-top-ngrams." + n, r -> r.top(size) > most);
    }
    requireSize(
        "max-duplicate-ngrams",
        rules.maxDuplicateNgrams(),
        Repetition.FIRST_DUPLICATE,
        Repetition.LAST_DUPLICATE);
    for (int n = Repetition.FIRST_DUPLICATE; n <= Repetition.LAST_DUPLICATE; n++) {
      int size = n;
      double most = rules.maxDuplicateNgrams().get(n - Repetition.FIRST_DUPLICATE);
      repeats("max-duplicate-ngrams." + n, r -> r.duplicate(size) > most);
    }
  }

  private void repeats(String name, Predicate<Repetition> isBroken) {
    repetitionRules.add(new Rule<>("repetition." + name, isBroken));
  }

  private static void requireSize(String key, List<Double> shares, int first, int last) {
    if (shares.size() != last - first + 1) {
      throw SunriseException.of(
          "preprocess.filters.repetition.%s has %d shares, expected %d: for n = %d to %d",
          key, shares.size(), last - first + 1, first, last);
    }
  }

  /**
   * One reason to drop a text.
   *
   * @param name its key after {@code preprocess.filters.} in the configuration
   * @param <T> what the rule reads
   */
  private record Rule<T>(String name, Predicate<T> isBroken) {
    static <T> Optional<String> firstBroken(List<Rule<T>> rules, T facts) {
      return rules.stream().filter(rule -> rule.isBroken.test(facts)).map(Rule::name).findFirst();
    }
  }
}
