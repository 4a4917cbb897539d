package io.sunrise.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting that decides no byte of a stage's output, such as how often to write a checkpoint:
 * another value leaves finished output up to date. Every other setting makes it stale.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NotDecisive {}
