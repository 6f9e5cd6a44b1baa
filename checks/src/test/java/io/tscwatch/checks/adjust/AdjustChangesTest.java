package io.tscwatch.checks.adjust;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdjustChangesTest {

  @Test
  void equalValuesAreNoChange() {
    assertThat(
            AdjustChanges.between(
                new TreeMap<>(Map.of(0, 0L, 1, -9L)), new TreeMap<>(Map.of(0, 0L, 1, -9L))))
        .isEmpty();
  }

  @Test
  void aChangeNamesTheCpuAndBothValues() {
    Finding finding =
        AdjustChanges.between(
                new TreeMap<>(Map.of(0, 0L, 1, 0L, 2, 8L)),
                new TreeMap<>(Map.of(0, 0L, 1, -512L, 2, 9L)))
            .orElseThrow();

    assertThat(finding.code()).isEqualTo(FindingCode.ADJUST_CHANGED);
    assertThat(finding.cpus()).isEqualTo(CpuSet.of(1, 2));
    assertThat(finding.sentence()).contains("CPU 1 from 0 to -512, CPU 2 from 8 to 9");
    assertThat(finding.quantities()).extracting(Quantity::value).containsExactly(-512L, 1L);
  }

  @Test
  void cpusThatComeAndGoAreNoChange() {
    assertThat(
            AdjustChanges.between(
                new TreeMap<>(Map.of(0, 0L, 1, 4L)), new TreeMap<>(Map.of(0, 0L, 2, 7L))))
        .isEmpty();
  }

  @Test
  void manyCpusAreCountedNotListed() {
    TreeMap<Integer, Long> before = new TreeMap<>();
    TreeMap<Integer, Long> now = new TreeMap<>();
    for (int cpu = 0; cpu < 1000; cpu++) {
      before.put(cpu, 0L);
      now.put(cpu, 1L + cpu);
    }

    assertThat(AdjustChanges.between(before, now).orElseThrow().sentence())
        .contains("and 996 more CPUs")
        .hasSizeLessThan(300);
  }
}
