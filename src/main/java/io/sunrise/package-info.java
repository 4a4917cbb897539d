/**
 * What every room shares: the one-line exception and random numbers by counting. Depends on
 * nothing.
 */
package io.sunrise;
