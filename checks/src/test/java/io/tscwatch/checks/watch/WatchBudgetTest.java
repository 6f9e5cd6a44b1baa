package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the watch takes from each CPU, on machines whose exchanges cost more than their duration.
 */
class WatchBudgetTest {

  private static final long MS = 1_000_000;

  private long exchanges;

  /** Four CPUs, and what each exchange costs one of its CPUs, by its number. */
  private WatchRun watch(LongUnaryOperator nanosOfExchange) {
    Machine four =
        new SimulatedMachine(Scenario.builder("four", MachineShape.of(1, 1, 1, 4, 1)).build());
    Machine dear =
        (Machine)
            Proxy.newProxyInstance(
                Machine.class.getClassLoader(),
                new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> {
                  Object result;
                  try {
                    result = method.invoke(four, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                  return method.getName().equals("exchange")
                      ? ((List<?>) result)
                          .stream()
                              .map(ExchangeResult.class::cast)
                              .map(r -> costing(r, 2 * nanosOfExchange.applyAsLong(exchanges++)))
                              .toList()
                      : result;
                });
    return new WatchRun(dear, WatchSettings.DEFAULT);
  }

  private static ExchangeResult costing(ExchangeResult result, long cpuNanos) {
    return new ExchangeResult(
        result.cpuA(),
        result.cpuB(),
        result.outcome(),
        result.detail(),
        result.aToB(),
        result.bToA(),
        result.blocksKept(),
        result.blocksDropped(),
        result.migrations(),
        result.startedMonotonicNanos(),
        result.finishedMonotonicNanos(),
        cpuNanos);
  }

  @Test
  void exchangesThatAreAlwaysDearAreMeasuredLessOftenAndTheFindingSaysSo() {
    WatchRun run = watch(exchange -> 10 * MS).seconds(600);

    assertThat(run.status().intrusion().worstPartsPerMillion()).isBetween(500L, 1100L);
    assertThat(run.findings()).contains(FindingCode.BUDGET_EXCEEDED);
    assertThat(run.verdicts).as(run.story()).doesNotContain(Verdict.UNRELIABLE);
  }

  @Test
  void anAccidentIsForgiven() {
    WatchRun run = watch(exchange -> exchange % 100 == 50 ? 500 * MS : MS / 2).seconds(600);

    assertThat(exchanges).isGreaterThan(800);
    assertThat(run.findings()).doesNotContain(FindingCode.BUDGET_EXCEEDED);
    assertThat(run.verdicts).as(run.story()).containsExactly(Verdict.RELIABLE);
  }

  @Test
  void aMachineThatIsQuietAgainIsMeasuredAsOftenAsBefore() {
    WatchRun run = watch(exchange -> exchange < 60 ? 10 * MS : MS / 2).seconds(900);
    long before = exchanges;

    run.seconds(60);

    assertThat(run.findings()).doesNotContain(FindingCode.BUDGET_EXCEEDED);
    assertThat(exchanges - before).isGreaterThan(100);
    assertThat(Stream.of(run.status().verdict())).containsExactly(Verdict.RELIABLE);
  }
}
