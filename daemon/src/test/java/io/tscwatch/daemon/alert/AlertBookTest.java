package io.tscwatch.daemon.alert;

import static io.tscwatch.daemon.alert.Examples.NOON;
import static io.tscwatch.daemon.alert.Examples.SECOND;
import static io.tscwatch.daemon.alert.Examples.alert;
import static io.tscwatch.daemon.alert.Examples.warp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.alert.Transition.Event;
import io.tscwatch.daemon.history.KeptAlert;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertBookTest {

  private static final AlertBook.Patience PATIENCE =
      new AlertBook.Patience(600 * SECOND, 30 * SECOND);

  private final AlertBook book = new AlertBook(Origin.THIS_MACHINE);

  private List<Transition> at(long seconds, KeptAlert... alerts) {
    return book.update(
        new Snapshot(NOON + seconds * SECOND, true, seconds * SECOND, List.of(alerts)), PATIENCE);
  }

  @Test
  void whatBeginsAndEndsIsToldOnceEach() {
    assertThat(at(1, warp("7"))).extracting(Transition::event).containsExactly(Event.FIRING);
    assertThat(at(2, warp("7"))).isEmpty();
    assertThat(at(3)).extracting(Transition::event).containsExactly(Event.RESOLVED);
    assertThat(at(4)).isEmpty();
  }

  @Test
  void otherCpusAreToldAtMostOnceAMinuteAndThenTheLatest() {
    at(1, warp("7"));
    assertThat(at(2, warp("7,9"))).isEmpty();
    assertThat(at(3, warp("7,9,11"))).isEmpty();
    List<Transition> later = at(61, warp("7,9,11"));

    assertThat(later).extracting(Transition::event).containsExactly(Event.CHANGED);
    assertThat(later.get(0).alert().cpus()).isEqualTo(CpuSet.parse("7,9,11"));
    assertThat(at(62, warp("7,9,11"))).isEmpty();
  }

  @Test
  void cpusThatCameAndWentWithinTheMinuteAreNotTold() {
    at(1, warp("7"));
    at(2, warp("7,9"));

    assertThat(at(61, warp("7"))).isEmpty();
  }

  @Test
  void anAlertThatHeldBeforeARestartIsNotToldAgainAndKeepsItsStart() {
    book.carryOver(List.of(warp("7")));

    assertThat(at(5, alert("skew.warp", "critical", "7", NOON + 5 * SECOND))).isEmpty();
    assertThat(book.held().get(0).startedRealtimeNanos()).isEqualTo(NOON);
  }

  @Test
  void afterARestartAFaultIsTakenBackOnlyWhenItWouldHaveBeenWithoutOne() {
    book.carryOver(List.of(warp("7"), alert("rate.drift", "warning", "3", NOON)));

    assertThat(at(29)).isEmpty();
    assertThat(at(31)).extracting(t -> t.alert().code()).containsExactly("rate.drift");
    assertThat(at(599)).isEmpty();
    assertThat(at(600)).extracting(Transition::event).containsExactly(Event.RESOLVED);
  }

  @Test
  void withoutEvidenceNothingOfBeforeTheRestartIsTakenBack() {
    book.carryOver(List.of(warp("7")));

    assertThat(book.update(new Snapshot(NOON, false, 10_000 * SECOND, List.of()), PATIENCE))
        .isEmpty();
  }

  @Test
  void whatWasSimulatedBeforeARestartIsTakenBackAtOnce() {
    AlertBook other = new AlertBook(new Origin(Origin.Kind.SIMULATED, "x"));
    other.carryOver(List.of(warp("7")));

    assertThat(other.update(new Snapshot(NOON, false, 0, List.of()), PATIENCE))
        .extracting(Transition::event)
        .containsExactly(Event.RESOLVED);
  }

  @Test
  void allFindingsOfACodeAndSeverityAreOneAlert() {
    List<KeptAlert> alerts = HeldAlerts.of(WatchFixture.of("one-socket-behind"), "node7", 0);

    assertThat(alerts).extracting(a -> a.code() + a.severity()).doesNotHaveDuplicates();
    assertThat(alerts).extracting(KeptAlert::fingerprint).doesNotHaveDuplicates();
    assertThat(alerts.get(0).severity()).isEqualTo("critical");
    assertThat(alerts.get(0).cpus().size()).isGreaterThan(1);
  }

  @Test
  void theFingerprintIsOfTheHostAndTheMachineToo() {
    String here =
        HeldAlerts.of(WatchFixture.of("one-cpu-500-ahead"), "node7", 0).get(0).fingerprint();
    String there =
        HeldAlerts.of(WatchFixture.of("one-cpu-500-ahead"), "node8", 0).get(0).fingerprint();

    assertThat(here).matches("[0-9a-f]{16}").isNotEqualTo(there);
  }
}
