package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.topology.CpuSet;
import org.junit.jupiter.api.Test;

class AffinityTest {

  @Test
  void bitsOfTheMaskAreCpuNumbersBeyondTheFirstThousandToo() {
    byte[] mask = new byte[8192];
    mask[0] = (byte) 0b1000_0001;
    mask[1] = 1;
    mask[256] = 0b10;
    mask[8191] = (byte) 0x80;

    assertThat(Affinity.cpus(mask)).isEqualTo(CpuSet.of(0, 7, 8, 2049, 65_535));
  }

  @Test
  void theCallersOwnAffinityIsWhatProcSays() {
    String status = new RealFileTree().read("/proc/thread-self/status").toOptional().orElseThrow();
    String list = status.replaceAll("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1");
    CpuSet online =
        CpuSet.parse(
            new RealFileTree().read("/sys/devices/system/cpu/online").toOptional().orElseThrow());

    // status shows CPUs that are offline too.
    assertThat(Affinity.ofCallingThread().toOptional().orElseThrow())
        .isEqualTo(CpuSet.parse(list).and(online));
  }
}
