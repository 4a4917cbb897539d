package io.sunrise.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of this package what takes long to start: one of each for all of them. */
final class SharedRuns implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == SmallDemo.class || type == StandaloneCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getRoot().getStore(Namespace.create(SharedRuns.class));
    return parameter.getParameter().getType() == SmallDemo.class
        ? store.getOrComputeIfAbsent(SmallDemo.class, key -> SmallDemo.run(), SmallDemo.class)
        : store.getOrComputeIfAbsent(
            StandaloneCluster.class, key -> StandaloneCluster.start(), StandaloneCluster.class);
  }
}
