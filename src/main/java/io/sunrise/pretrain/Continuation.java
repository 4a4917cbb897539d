package io.sunrise.pretrain;

import io.sunrise.model.StartingModel;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.stage.StageRun;
import java.util.Map;

/** Pre-training that starts from a downloaded model. */
record Continuation(StageRun run, Networks networks, StartingModel start) {

  /**
   * The model's parameters; those of the head that it lacks are random. Says where they are from.
   */
  float[] parameters(long seed) {
    ParameterLayout layout = networks.create().layout();
    StartingModel.Started started =
        start.parameters(layout, ParameterInitializer.initialize(layout, seed));
    Map<String, Object> origin = start.origin();
    run.value("startFrom", origin);
    run.console().line("  starts from " + start.name());
    if (!started.initialized().isEmpty()) {
      run.console()
          .line(
              "  its folder lacks these, which start from random numbers: "
                  + String.join(", ", started.initialized()));
    }
    return started.parameters();
  }
}
