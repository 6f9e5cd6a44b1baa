package io.tscwatch.daemon.alert.state;

import java.util.List;

/**
 * How alerting does.
 *
 * @param firing alerts that hold, of any severity
 * @param targets none if nobody is told
 */
public record AlertsState(int firing, List<TargetState> targets) {

  /** Nobody is told. */
  public static final AlertsState NONE = new AlertsState(0, List.of());

  public AlertsState {
    targets = List.copyOf(targets);
  }
}
