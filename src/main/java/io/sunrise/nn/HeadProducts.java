package io.sunrise.nn;

import io.sunrise.nn.Gemm.Op;

/**
 * The matrix products of one attention head within one row of n tokens. Q, K, V and their gradients
 * are blocks (n, width) of matrices (tokens, 3 hidden): {@code at} is where Q begins, K and V lie
 * one and two times {@code hidden} behind it. The context is a block of a matrix (tokens, hidden).
 * Scores are (n, n) without gaps.
 */
record HeadProducts(Gemm gemm, int hidden, int width) {

  /** S = scale Q Kᵀ. */
  void scores(float scale, float[] qkv, int at, int n, float[] s, int sAt) {
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        n,
        n,
        width,
        scale,
        qkv,
        at,
        3 * hidden,
        qkv,
        at + hidden,
        3 * hidden,
        0f,
        s,
        sAt,
        n);
  }

  /** C = P V. */
  void context(float[] p, int pAt, int n, float[] qkv, int at, float[] context, int contextAt) {
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        n,
        width,
        n,
        1f,
        p,
        pAt,
        n,
        qkv,
        at + 2 * hidden,
        3 * hidden,
        0f,
        context,
        contextAt,
        hidden);
  }

  /** dV = Pᵀ dC. */
  void valueGradient(
      float[] p, int pAt, int n, float[] dContext, int contextAt, float[] dQkv, int at) {
    gemm.multiply(
        Op.TRANSPOSED,
        Op.PLAIN,
        n,
        width,
        n,
        1f,
        p,
        pAt,
        n,
        dContext,
        contextAt,
        hidden,
        0f,
        dQkv,
        at + 2 * hidden,
        3 * hidden);
  }

  /** dP = dC Vᵀ. */
  void probabilityGradient(
      float[] dContext, int contextAt, int n, float[] qkv, int at, float[] dp, int pAt) {
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        n,
        n,
        width,
        1f,
        dContext,
        contextAt,
        hidden,
        qkv,
        at + 2 * hidden,
        3 * hidden,
        0f,
        dp,
        pAt,
        n);
  }

  /** dQ = scale dS K. */
  void queryGradient(float scale, float[] ds, int sAt, int n, float[] qkv, int at, float[] dQkv) {
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        n,
        width,
        n,
        scale,
        ds,
        sAt,
        n,
        qkv,
        at + hidden,
        3 * hidden,
        0f,
        dQkv,
        at,
        3 * hidden);
  }

  /** dK = scale dSᵀ Q. */
  void keyGradient(float scale, float[] ds, int sAt, int n, float[] qkv, int at, float[] dQkv) {
    gemm.multiply(
        Op.TRANSPOSED,
        Op.PLAIN,
        n,
        width,
        n,
        scale,
        ds,
        sAt,
        n,
        qkv,
        at,
        3 * hidden,
        0f,
        dQkv,
        at + hidden,
        3 * hidden);
  }
}
