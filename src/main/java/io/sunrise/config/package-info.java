/**
 * Settings, read once. Input: HOCON. Output: immutable records. A missing, mistyped, out-of-range
 * or unknown key is reported in one line with the key, the value, its file and line, and the
 * expected value. Called by every package.
 */
package io.sunrise.config;
