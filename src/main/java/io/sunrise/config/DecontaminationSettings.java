package io.sunrise.config;

import io.sunrise.config.LabelSettings.LabelledSource;
import java.util.List;

/**
 * Texts that must not be learned from.
 *
 * @param ngram a shared run of so many words is too much
 * @param minWords a shorter text is only looked for as a whole document
 */
public record DecontaminationSettings(
    @Defaults("source-defaults") List<LabelledSource> sources,
    @Range(min = 1, max = 100) int ngram,
    @Range(min = 1, max = 100) int minWords) {}
