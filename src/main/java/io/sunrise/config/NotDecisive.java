package io.sunrise.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting that does not affect the bytes of a stage's output, such as the checkpoint interval:
 * changing it leaves finished output up to date. Changing any other setting makes it stale.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NotDecisive {}
