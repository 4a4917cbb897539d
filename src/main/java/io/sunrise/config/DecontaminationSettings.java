package io.sunrise.config;

import io.sunrise.config.LabelSettings.LabelledSource;
import java.util.List;

/**
 * Test sets whose texts must not be trained on.
 *
 * @param ngram a document that shares this many consecutive words is dropped
 * @param minWords shorter test texts match only whole documents
 */
public record DecontaminationSettings(
    @Defaults("source-defaults") List<LabelledSource> sources,
    @Range(min = 1, max = 100) int ngram,
    @Range(min = 1, max = 100) int minWords) {}
