package io.tscwatch.checks.enforce;

import static io.tscwatch.checks.enforce.Decision.Action.KEEP;
import static io.tscwatch.checks.enforce.Decision.Action.RETURN;
import static io.tscwatch.checks.enforce.Decision.Action.SWITCH_AWAY;
import static io.tscwatch.checks.verdict.Verdict.RELIABLE;
import static io.tscwatch.checks.verdict.Verdict.UNKNOWN;
import static io.tscwatch.checks.verdict.Verdict.UNRELIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.enforce.Decision.Hold;
import io.tscwatch.checks.enforce.Policy.Mode;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnforcementTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 100_000 * SECOND;
  private static final long REQUALIFY = 600 * SECOND;
  private static final Policy ACT = new Policy(Mode.ACT, 4, true, REQUALIFY);
  private static final List<String> BARE_METAL = List.of("tsc", "hpet", "acpi_pm");
  private static final Memory.Switch OWN = new Memory.Switch("tsc", "hpet", "why", 5, true);

  private static Situation situation(Verdict verdict, String current, List<String> available) {
    return new Situation(
        verdict,
        verdict == UNRELIABLE ? Optional.of("CPU 1 is ahead.") : Optional.empty(),
        Reading.present(current),
        Reading.present(available),
        false,
        0,
        NOW);
  }

  private static Situation situation(Verdict verdict, String current) {
    return situation(verdict, current, BARE_METAL);
  }

  private static Memory memory(Memory.Switch standing, int writes) {
    List<Long> written = new ArrayList<>();
    for (int i = 0; i < writes; i++) {
      written.add(NOW - (writes - i) * SECOND);
    }
    return new Memory(
        Optional.of(standing), Optional.empty(), Optional.of(standing.to()), Set.of(), written);
  }

  private static Decision decide(Policy policy, Situation now, Memory memory) {
    return Enforcement.decide(policy, now, memory.looking(policy, now));
  }

  @Test
  void aProvenFaultLeavesTheTscForTheBestOther() {
    Decision decision = decide(ACT, situation(UNRELIABLE, "tsc"), Memory.NONE);

    assertThat(decision.acts()).isTrue();
    assertThat(decision.action()).isEqualTo(SWITCH_AWAY);
    assertThat(decision.to()).isEqualTo("hpet");
    assertThat(decision.reason())
        .contains("CPU 1 is ahead.")
        .contains("hpet: a counter of its own");
  }

  @Test
  void onlyActActs() {
    Situation fault = situation(UNRELIABLE, "tsc");
    Decision advised = decide(new Policy(Mode.ADVISE, 4, true, REQUALIFY), fault, Memory.NONE);
    Decision off = decide(new Policy(Mode.OFF, 4, true, REQUALIFY), fault, Memory.NONE);

    assertThat(advised.action()).isEqualTo(SWITCH_AWAY);
    assertThat(advised.hold()).isEqualTo(Hold.MODE);
    assertThat(off.action()).isEqualTo(KEEP);
  }

  @Test
  void unknownIsNoProof() {
    assertThat(decide(ACT, situation(UNKNOWN, "tsc"), Memory.NONE).action()).isEqualTo(KEEP);
    assertThat(decide(ACT, situation(UNKNOWN, "hpet"), memory(OWN, 1)).action()).isEqualTo(KEEP);
  }

  @Test
  void whatProvesNothingOfTheCountersIsNoReasonToAct() {
    Situation fault = situation(UNRELIABLE, "tsc");
    Situation unproven =
        new Situation(
            UNRELIABLE, Optional.empty(), fault.current(), fault.available(), false, 0, NOW);

    assertThat(decide(ACT, unproven, Memory.NONE).action()).isEqualTo(KEEP);
  }

  @Test
  void aClockThatDoesNotShareTheFaultIsKept() {
    assertThat(decide(ACT, situation(UNRELIABLE, "hpet"), Memory.NONE).action()).isEqualTo(KEEP);
  }

  @Test
  void nothingBetterOnOfferIsSaid() {
    Decision decision = decide(ACT, situation(UNRELIABLE, "tsc", List.of("tsc")), Memory.NONE);

    assertThat(decision.hold()).isEqualTo(Hold.NO_ALTERNATIVE);
    assertThat(decision.acts()).isFalse();
  }

  @Test
  void whatTheKernelRefusedLeadsToTheNextBestAndThenToNone() {
    Situation fault = situation(UNRELIABLE, "tsc");
    Memory once = Memory.NONE.looking(ACT, fault).writing(NOW).refused("hpet");
    Memory twice = once.writing(NOW).refused("acpi_pm");

    assertThat(decide(ACT, fault, once).to()).isEqualTo("acpi_pm");
    assertThat(decide(ACT, fault, twice).hold()).isEqualTo(Hold.REFUSED);
  }

  @Test
  void theLimitOfAnHourHoldsAndTimeLiftsIt() {
    Situation fault = situation(UNRELIABLE, "tsc");
    Memory tired = memory(new Memory.Switch("hpet", "tsc", "", 0, true), 4);
    Memory rested =
        new Memory(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            List.of(NOW - Memory.HOUR_NANOS, NOW - 3 * SECOND, NOW - 2 * SECOND, NOW - SECOND));

    assertThat(decide(ACT, fault, tired).hold()).isEqualTo(Hold.LIMIT);
    assertThat(decide(ACT, fault, rested).acts()).isTrue();
  }

  @Test
  void afterRequalificationItGoesBackIfConfigured() {
    Situation clean = situation(RELIABLE, "hpet");
    Decision back = decide(ACT, clean, memory(OWN, 1));
    Decision stays = decide(new Policy(Mode.ACT, 4, false, REQUALIFY), clean, memory(OWN, 1));

    assertThat(back.action()).isEqualTo(RETURN);
    assertThat(back.to()).isEqualTo("tsc");
    assertThat(back.acts()).isTrue();
    assertThat(stays.hold()).isEqualTo(Hold.MODE);
  }

  @Test
  void theLastWriteOfAnHourIsKeptForTheNextFault() {
    assertThat(decide(ACT, situation(RELIABLE, "hpet"), memory(OWN, 2)).acts()).isTrue();
    assertThat(decide(ACT, situation(RELIABLE, "hpet"), memory(OWN, 3)).hold())
        .isEqualTo(Hold.LIMIT);
  }

  @Test
  void whatTheKernelOffersNoMoreIsNotPutBack() {
    Decision decision =
        decide(ACT, situation(RELIABLE, "hpet", List.of("hpet", "acpi_pm")), memory(OWN, 1));

    assertThat(decision.hold()).isEqualTo(Hold.NO_ALTERNATIVE);
  }

  @Test
  void aRunThatDidNotSeeTheFaultWaitsForItsOwnRequalification() {
    Memory earlier = memory(OWN, 1).ofEarlierRun();
    Situation fresh = situation(RELIABLE, "hpet");
    Situation later =
        new Situation(
            RELIABLE, Optional.empty(), fresh.current(), fresh.available(), false, REQUALIFY, NOW);

    assertThat(decide(ACT, fresh, earlier).hold()).isEqualTo(Hold.NOT_REQUALIFIED);
    assertThat(decide(ACT, later, earlier).acts()).isTrue();
  }

  @Test
  void aHumanWhoGoesBackToTheTscIsRespectedWhileItIsInUse() {
    Memory ours = memory(OWN, 1);
    Decision decision = decide(ACT, situation(UNRELIABLE, "tsc"), ours);
    Memory respected = ours.looking(ACT, situation(UNRELIABLE, "tsc"));
    Memory healthy = respected.looking(ACT, situation(RELIABLE, "tsc"));

    assertThat(decision.hold()).isEqualTo(Hold.RESPECTED);
    assertThat(decide(ACT, situation(UNRELIABLE, "tsc"), healthy).hold()).isEqualTo(Hold.RESPECTED);
  }

  @Test
  void aHumanWhoChoosesAThirdClockIsNotUndoneByTheReturn() {
    Memory ours = memory(OWN, 1).looking(ACT, situation(UNRELIABLE, "acpi_pm"));

    assertThat(ours.standing()).isEmpty();
    assertThat(decide(ACT, situation(RELIABLE, "acpi_pm"), ours).action()).isEqualTo(KEEP);
  }

  @Test
  void aHumanWhoTakesTheTscWhileAFaultIsKnownIsRespected() {
    Memory seen = Memory.NONE.looking(ACT, situation(UNRELIABLE, "acpi_pm"));

    assertThat(decide(ACT, situation(UNRELIABLE, "tsc"), seen).hold()).isEqualTo(Hold.RESPECTED);
  }

  @Test
  void theTscTakenWhileItIsReliableIsGuardedLikeAnyOther() {
    Memory seen =
        Memory.NONE
            .looking(ACT, situation(RELIABLE, "hpet"))
            .looking(ACT, situation(RELIABLE, "tsc"));

    assertThat(decide(ACT, situation(UNRELIABLE, "tsc"), seen).acts()).isTrue();
  }

  @Test
  void takingThePermissionAwayAndGivingItAgainEndsTheRespect() {
    Situation fault = situation(UNRELIABLE, "tsc");
    Memory respected = memory(OWN, 1).looking(ACT, fault);
    Memory asked = respected.looking(new Policy(Mode.ADVISE, 4, true, REQUALIFY), fault);

    assertThat(decide(ACT, fault, respected).hold()).isEqualTo(Hold.RESPECTED);
    assertThat(decide(ACT, fault, asked).acts()).isTrue();
  }

  @Test
  void ourOwnWriteIsNotTakenForSomebodyElses() {
    Situation before = situation(UNRELIABLE, "tsc");
    Decision decision = decide(ACT, before, Memory.NONE);
    Memory after = Intent.of(decision, 7).done(Memory.NONE.looking(ACT, before), true);
    Memory returned =
        Intent.of(decide(ACT, situation(RELIABLE, "hpet"), after), 8).done(after, true);

    assertThat(after.looking(ACT, situation(UNRELIABLE, "hpet")).respected()).isEmpty();
    assertThat(returned.looking(ACT, situation(RELIABLE, "tsc")).respected()).isEmpty();
    assertThat(decide(ACT, situation(UNRELIABLE, "tsc"), returned).acts()).isTrue();
  }

  @Test
  void aKillBetweenIntentAndRecordIsRecoveredFromTheClocksourceInUse() {
    Memory before = Memory.NONE.looking(ACT, situation(UNRELIABLE, "tsc")).writing(NOW);
    Optional<Intent> left = Optional.of(new Intent(SWITCH_AWAY, "tsc", "hpet", "why", 5));
    Memory done = Intent.recover(before, left, Reading.present("hpet"));
    Memory notDone = Intent.recover(before, left, Reading.present("tsc"));
    Memory other = Intent.recover(before, left, Reading.present("acpi_pm"));

    assertThat(done.standing()).contains(OWN.ofEarlierRun());
    assertThat(notDone.standing()).isEmpty();
    assertThat(decide(ACT, situation(UNRELIABLE, "tsc"), notDone).acts()).isTrue();
    assertThat(other.standing()).isEmpty();
    assertThat(List.of(done, notDone, other))
        .allSatisfy(memory -> assertThat(memory.writesMonotonicNanos()).containsExactly(NOW));
  }

  @Test
  void aKilledReturnIsRecoveredToo() {
    Optional<Intent> left = Optional.of(new Intent(RETURN, "hpet", "tsc", "why", 5));

    assertThat(Intent.recover(memory(OWN, 2), left, Reading.present("tsc")).standing()).isEmpty();
    assertThat(Intent.recover(memory(OWN, 2), left, Reading.present("hpet")).standing())
        .contains(OWN.ofEarlierRun());
  }

  @Test
  void clocksourcesThatCannotBeReadLeaveEverythingAsItIs() {
    Situation blind =
        new Situation(
            UNRELIABLE,
            Optional.of("CPU 1 is ahead."),
            Reading.failed("no such file"),
            Reading.present(BARE_METAL),
            false,
            0,
            NOW);

    assertThat(decide(ACT, blind, Memory.NONE).hold()).isEqualTo(Hold.UNREADABLE);
  }

  /** What must hold whatever is known: every combination of what a decision depends on. */
  @Test
  void noCombinationBreaksTheRules() {
    int acted = 0;
    for (Mode mode : Mode.values()) {
      for (Verdict verdict : Verdict.values()) {
        for (String current : List.of("tsc", "hpet", "acpi_pm", "kvm-clock", "jiffies")) {
          for (Memory memory : memories()) {
            for (boolean returns : new boolean[] {false, true}) {
              Policy policy = new Policy(mode, 3, returns, REQUALIFY);
              Situation now = situation(verdict, current);
              Memory looked = memory.looking(policy, now);
              Decision decision = Enforcement.decide(policy, now, looked);
              if (decision.acts()) {
                acted++;
                assertThat(mode).isEqualTo(Mode.ACT);
                assertThat(verdict).isNotEqualTo(UNKNOWN);
                assertThat(looked.respected()).isEmpty();
                assertThat(looked.writesMonotonicNanos()).hasSizeLessThan(3);
                assertThat(BARE_METAL).contains(decision.to());
                assertThat(decision.to()).isNotEqualTo(current);
                assertThat(decision.to().equals("tsc"))
                    .isEqualTo(decision.action() == RETURN)
                    .isEqualTo(verdict == RELIABLE);
                assertThat(decision.action() == RETURN && !returns).isFalse();
              }
            }
          }
        }
      }
    }
    assertThat(acted).isGreaterThan(10);
  }

  private static List<Memory> memories() {
    List<Memory> all = new ArrayList<>(List.of(Memory.NONE));
    for (int writes = 0; writes < 5; writes++) {
      for (String to : List.of("hpet", "acpi_pm")) {
        Memory memory = memory(new Memory.Switch("tsc", to, "why", 5, true), writes);
        all.add(memory);
        all.add(memory.ofEarlierRun());
        all.add(memory.refused("hpet"));
        all.add(
            new Memory(
                Optional.empty(),
                Optional.of("tsc"),
                Optional.of("tsc"),
                Set.of(),
                memory.writesMonotonicNanos()));
      }
    }
    return all;
  }
}
