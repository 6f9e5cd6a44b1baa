package io.tscwatch.checks.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.simulate.AdjustPlan;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.KernelPlan;
import io.tscwatch.checks.simulate.PairFailure;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.TopologyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Map<String, String> OPTIONS =
      Map.of(
          "max-skew", "1us", "a\tb", "line\nbreak\\ \u0007 \ud800 \u00e9 \ud83d\ude00", "#x", "");

  @TempDir private Path folder;

  /** A machine on which every kind of question has several kinds of answers. */
  private static Scenario busy() {
    return Scenario.builder("busy\tone", MachineShape.of(2, 1, 1, 2, 2).withOffline(CpuSet.of(7)))
        .counters(CounterPlan.DEFAULT.withOffset(1, -500).withStart(Long.MIN_VALUE))
        .adjust(AdjustPlan.DEFAULT.with(1, -500).withUnreadable(CpuSet.of(3)))
        .platform(Platform.KVM_GUEST.withVmclock(true))
        .kernel(
            KernelPlan.DEFAULT
                .withCmdline("root=/dev/secret tsc=reliable password=hunter2")
                .withLog(List.of("tsc: Refined TSC", "usb 1-1: SerialNumber: 4711")))
        .failure(new PairFailure(2, 3, io.tscwatch.checks.exchange.ExchangeOutcome.NO_RESOURCES))
        .at(2 * SECOND, new Event.Offline(CpuSet.of(2)))
        .at(2 * SECOND, new Event.KernelLogAccess(false))
        .at(3 * SECOND, new Event.Migration(-1_000_000, true))
        .build();
  }

  /** Asks a bit of everything, some of it twice, and writes down what it was told. */
  private static List<Object> interrogate(Machine machine) throws InterruptedException {
    List<Object> told = new ArrayList<>();
    for (int second = 0; second < 5; second++) {
      told.add(machine.monotonicNanos());
      told.add(TopologyReader.read(machine.files()));
      told.add(machine.files().read("/proc/cmdline"));
      told.add(machine.files().read("/proc/cpuinfo"));
      told.add(machine.files().read("/no/such/file"));
      told.add(machine.files().list("/sys/devices/system/cpu/cpu0"));
      told.add(machine.cpuid());
      told.add(machine.affinity());
      told.add(machine.kernelLog());
      told.add(machine.newKernelLines());
      told.add(machine.kvmclockPage().map(Arrays::toString));
      told.add(machine.vmclockPage().map(Arrays::toString));
      for (int cpu = 0; cpu < 8; cpu++) {
        told.add(machine.msr(cpu, 0x3b));
        told.add(machine.granularity(cpu));
        told.add(machine.timeSample(cpu));
      }
      told.addAll(
          machine.exchange(
              List.of(
                  new ExchangeRequest(0, 1, 100_000),
                  new ExchangeRequest(2, 3, 100_000),
                  new ExchangeRequest(
                      4, 5, 200_000, Injection.offset(7), new Injection(1, 2, 3)))));
      told.add(machine.realtimeNanos());
      machine.sleepNanos(SECOND);
    }
    return told;
  }

  private static boolean aboutClocks(String line) {
    return line.contains("tsc") || line.contains("clock");
  }

  @Test
  void aRecordFromBeforeTheKvmclockPageWasReadAsAClockIsReplayed() throws Exception {
    RecordingMachine recorder =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    Path file = folder.resolve("old.tscwatch.zip");
    RecordFile.write(file, recorder.recording("1.2.3", OPTIONS), RecordFile.IfPresent.REFUSE);
    ReplayedMachine replayed = new ReplayedMachine(RecordFile.open(file), "old");
    assertThat(replayed.clock(new ClockQuestion(ClockKind.KVMCLOCK, 0, 0, 5, 0, 0)))
        .isInstanceOf(Reading.Absent.class);
    assertThatThrownBy(() -> replayed.clock(new ClockQuestion(ClockKind.REALTIME, 0, 0, 5, 0, 0)))
        .isInstanceOf(UnrecordedQuestionException.class);
  }

  @Test
  void aReplayTellsExactlyWhatTheRecordedMachineTold() throws Exception {
    RecordingMachine recorder =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    List<Object> told = interrogate(recorder);
    Path file = folder.resolve("busy.tscwatch.zip");
    RecordFile.write(file, recorder.recording("1.2.3", OPTIONS), RecordFile.IfPresent.REFUSE);

    Recording recording = RecordFile.open(file);
    assertThat(recording.options()).isEqualTo(OPTIONS);
    assertThat(recording.tscwatchVersion()).isEqualTo("1.2.3");
    assertThat(recording.origin()).isEqualTo(new Origin(Origin.Kind.SIMULATED, "busy\tone"));
    assertThat(interrogate(new ReplayedMachine(recording, "busy"))).isEqualTo(told);
    assertThat(interrogate(new ReplayedMachine(recording, "again"))).isEqualTo(told);
  }

  @Test
  void aRecordOfAReplayIsTheSameRecord() throws Exception {
    RecordingMachine first =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    interrogate(first);
    Recording recording = first.recording("1", Map.of());
    RecordingMachine second =
        new RecordingMachine(new ReplayedMachine(recording, "x"), line -> true);
    interrogate(second);
    Tapes again = second.recording("1", Map.of()).tapes();
    for (int i = 0; i < again.all().size(); i++) {
      assertThat(again.all().get(i).text()).isEqualTo(recording.tapes().all().get(i).text());
    }
  }

  @Test
  void whatIsPrivateIsLeftOutBeforeAnybodySeesIt() throws Exception {
    RecordingMachine recorder =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    assertThat(recorder.files().read("/proc/cmdline")).isEqualTo(Reading.present("tsc=reliable\n"));
    assertThat(recorder.kernelLog())
        .isEqualTo(Reading.present(List.of("[    0.000000] tsc: Refined TSC")));
    interrogate(recorder);
    recorder
        .recording("1", Map.of())
        .tapes()
        .all()
        .forEach(tape -> assertThat(tape.text()).doesNotContain("hunter2", "secret", "4711"));
  }

  @Test
  void equalAnswersInARowAreKeptOnce() {
    RecordingMachine recorder =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    for (int i = 0; i < 1000; i++) {
      recorder.files().read("/sys/devices/system/cpu/online");
    }
    assertThat(recorder.recording("1", Map.of()).tapes().files().text())
        .endsWith("\n1000\t/sys/devices/system/cpu/online\tpresent\n\t0-6\\n\n");
  }

  @Test
  void aQuestionThatWasNotAskedIsRefusedByName() {
    RecordingMachine recorder =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    recorder.msr(0, 0x3b);
    recorder.exchange(List.of(new ExchangeRequest(0, 1, 100_000)));
    recorder.files().read("/proc/cmdline");
    ReplayedMachine replay = new ReplayedMachine(recorder.recording("1", Map.of()), "x");

    replay.msr(0, 0x3b);
    assertThatThrownBy(() -> replay.msr(0, 0x3b))
        .isInstanceOf(UnrecordedQuestionException.class)
        .hasMessage(
            "the record holds no further answer in registers.txt to '0 59': it was made by another"
                + " version of tscwatch or with other options");
    assertThatThrownBy(() -> replay.msr(1, 0x3b))
        .hasMessageStartingWith("the record holds no answer in registers.txt to '1 59'");
    assertThatThrownBy(() -> replay.exchange(List.of(new ExchangeRequest(0, 1, 200_000))))
        .isInstanceOf(UnrecordedQuestionException.class);
    assertThatThrownBy(replay::cpuid).isInstanceOf(UnrecordedQuestionException.class);
    for (int i = 0; i < 3; i++) {
      assertThat(replay.files().read("/proc/cmdline")).isEqualTo(Reading.present("tsc=reliable\n"));
    }
  }

  @Test
  void aRecordOfALargeMachineIsSmallAndQuick() throws Exception {
    RecordingMachine recorder =
        new RecordingMachine(
            new SimulatedMachine(
                Scenario.builder("large", MachineShape.of(16, 1, 8, 8, 2)).build()),
            line -> true);
    TopologyReader.read(recorder.files());
    List<ExchangeResult> told = new ArrayList<>();
    for (int distance = 1; distance <= 8; distance++) {
      List<ExchangeRequest> round = new ArrayList<>();
      for (int cpu = 0; cpu + distance < 2048; cpu += distance + 1) {
        round.add(new ExchangeRequest(cpu, cpu + distance, 1_000_000));
      }
      told.addAll(recorder.exchange(round));
    }
    Path file = folder.resolve("large.zip");
    RecordFile.write(file, recorder.recording("1", Map.of()), RecordFile.IfPresent.REFUSE);
    assertThat(file.toFile().length()).isLessThan(1_000_000);
    assertThat(RecordFile.open(file).tapes().exchanges().answers()).hasSameSizeAs(told);
  }

  @Test
  void theOriginOfAReplaySaysWhatWasRecorded() {
    RecordingMachine recorder =
        new RecordingMachine(new SimulatedMachine(busy()), RecordingTest::aboutClocks);
    assertThat(recorder.origin().kind()).isEqualTo(Origin.Kind.SIMULATED);
    assertThat(new ReplayedMachine(recorder.recording("1", Map.of()), "a.zip").origin())
        .isEqualTo(new Origin(Origin.Kind.REPLAYED, "a.zip (simulated: busy\tone)"));
  }
}
