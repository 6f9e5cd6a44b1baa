package io.tscwatch.daemon.watch;

import io.tscwatch.daemon.alert.AlertListener;
import io.tscwatch.systemd.journal.AlertProblem;
import io.tscwatch.systemd.journal.EventLog;

/** Says in the log how the telling of others does. */
record AlertLines(EventLog log) implements AlertListener {

  @Override
  public void failing(String target, String why) {
    log.write(
        new AlertProblem(target, false, why + ". It is kept, and tried again until it works."));
  }

  @Override
  public void working(String target, long pending) {
    log.write(new AlertProblem(target, true, "delivered again, " + pending + " still wait."));
  }

  @Override
  public void refused(String target, String why) {
    log.write(new AlertProblem(target, false, why + ". This one is given up."));
  }
}
