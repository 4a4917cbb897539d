package io.sunrise.cleaning.filter;

import io.sunrise.SunriseException;
import io.sunrise.config.FilterSettings.LanguageRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Detects texts in other languages with OpenNLP's detector and the model in our jar. */
final class LanguageFilter {
  private static final String MODEL = "/langdetect-183.bin";

  /** 10 MB, shared by all tasks of this process. */
  private static final class Shared {
    private static final LanguageDetectorModel MODEL_183 = load();

    private static LanguageDetectorModel load() {
      try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(MODEL)) {
        return new LanguageDetectorModel(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final LanguageDetectorME detector = new LanguageDetectorME(Shared.MODEL_183);
  private final LanguageRule rule;
  private final Set<String> allowed;

  LanguageFilter(LanguageRule rule) {
    this.rule = rule;
    this.allowed = Set.copyOf(rule.allowed());
    for (String code : allowed) {
      if (!Arrays.asList(detector.getSupportedLanguages()).contains(code)) {
        throw SunriseException.of(
            "preprocess.filters.language.allowed: unknown language %s; expected ISO 639-3 codes of"
                + " OpenNLP's model: %s",
            code,
            String.join(" ", Arrays.stream(detector.getSupportedLanguages()).sorted().toList()));
      }
    }
  }

  /** Whether the text is likely to be in a language that is not allowed. */
  boolean isForeign(String text) {
    int end = Math.min(text.length(), rule.maxCharacters());
    double best = 0;
    double bestAllowed = 0;
    for (var language : detector.predictLanguages(text.substring(0, end))) {
      best = Math.max(best, language.getConfidence());
      if (allowed.contains(language.getLang())) {
        bestAllowed = Math.max(bestAllowed, language.getConfidence());
      }
    }
    return best > bestAllowed && best >= rule.minOdds() * bestAllowed;
  }
}
