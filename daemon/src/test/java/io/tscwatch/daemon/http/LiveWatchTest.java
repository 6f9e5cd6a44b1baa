package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.WatchFixture;
import org.junit.jupiter.api.Test;

class LiveWatchTest {

  private static final long SECOND = 1_000_000_000L;

  private long now = 77 * SECOND;
  private final LiveWatch live = new LiveWatch(Settings.defaults(), "run1", () -> now);
  private final WatchStatus status = WatchFixture.of("all-in-sync-2");

  @Test
  void aStatusThatIsNotRenewedBecomesUnknown() {
    live.status(status);
    now += 60 * SECOND;
    assertThat(live.current().orElseThrow()).isSameAs(status);
    now += 1;

    WatchStatus stale = live.current().orElseThrow();
    assertThat(status.verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(stale.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(stale.reason()).contains("stopped giving news").contains("RELIABLE");
    assertThat(stale.cpus()).allMatch(cpu -> cpu.verdict() == Verdict.UNKNOWN);
    assertThat(stale.agreementNanos()).isEmpty();
  }

  @Test
  void aWatchThatDoesNotTickIsNotAlive() {
    live.status(status);
    now += 30 * SECOND;
    assertThat(live.alive().holds()).isTrue();
    now += 1;

    assertThat(live.alive()).isEqualTo(new Condition(false, "the last tick was 30.0 s ago"));
  }

  @Test
  void aWatchThatNeverTickedIsAliveForAMomentOnly() {
    assertThat(live.alive().holds()).isTrue();
    now += 31 * SECOND;

    assertThat(live.alive()).isEqualTo(new Condition(false, "no tick yet, started 31.0 s ago"));
  }

  @Test
  void readyIsFreshEvidence() {
    assertThat(live.ready().holds()).isFalse();
    live.status(status);
    assertThat(live.ready())
        .isEqualTo(new Condition(true, "the oldest evidence is 0.3 s old, 60.0 s is allowed"));
    now += 60 * SECOND;

    assertThat(live.ready())
        .isEqualTo(new Condition(false, "the oldest evidence is 60.3 s old, 60.0 s is allowed"));
  }
}
