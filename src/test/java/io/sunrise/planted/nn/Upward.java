package io.sunrise.planted.nn;

import io.sunrise.planted.train.Above;

/** A wrong arrow, which the architecture test must find. */
record Upward(Above above) {}
