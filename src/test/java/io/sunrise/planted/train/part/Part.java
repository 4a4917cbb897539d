package io.sunrise.planted.train.part;

import io.sunrise.planted.train.Above;

/** The other half of a cycle within a room. */
public record Part(Above above) {}
