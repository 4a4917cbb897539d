/**
 * Settings: HOCON in, immutable records out, read once. A missing, mistyped, out-of-range or
 * unknown key is one line that names the key, the value, where it stands and what was expected.
 * Used by every room; knows none.
 */
package io.sunrise.config;
