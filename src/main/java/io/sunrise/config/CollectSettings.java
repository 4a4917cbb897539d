package io.sunrise.config;

import java.util.List;

/** What to read and how much of it to keep. */
public record CollectSettings(
    @Defaults("source-defaults") List<SourceSettings> sources,
    @Range(min = 0, max = 1e12) long maxDocuments,
    @Bytes @Range(min = 1024, max = 1 << 30) long maxDocumentBytes,
    @Bytes @Range(min = 0, max = 1 << 20) long rejectedBytes,
    @Range(min = 1, max = 100_000) int outputFiles) {}
