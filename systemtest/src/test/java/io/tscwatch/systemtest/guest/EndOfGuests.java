package io.tscwatch.systemtest.guest;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Ends the last guest after the last scenario. Found by JUnit through META-INF/services. */
public final class EndOfGuests implements TestExecutionListener {

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      Guests.distrust();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    Guests.end();
  }
}
