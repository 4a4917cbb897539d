package io.sunrise.planted.train;

/** What a model must not know of. */
public record Above() {}
