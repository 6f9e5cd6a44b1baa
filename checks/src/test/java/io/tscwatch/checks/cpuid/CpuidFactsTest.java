package io.tscwatch.checks.cpuid;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.cpuid.DeclaredFrequency.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuidFactsTest {

  @Test
  void aKvmGuestOnZen4DeclaresAllThatTheTscNeeds() {
    CpuidFacts facts = LeafFixture.facts("kvm-epyc-genoa");

    assertThat(facts.vendor()).isEqualTo("AuthenticAMD");
    assertThat(facts.signature()).isEqualTo(new CpuSignature(25, 17, 1));
    assertThat(facts.tsc()).isTrue();
    assertThat(facts.rdtscp()).isTrue();
    assertThat(facts.invariantTsc()).isTrue();
    assertThat(facts.tscAdjust()).isTrue();
    assertThat(facts.lfenceSerializing()).isTrue();
    assertThat(facts.frequency()).isEmpty();
    assertThat(facts.hypervisorName()).contains("KVM");
    assertThat(facts.kvm().orElseThrow().clocksource2()).isTrue();
    assertThat(facts.kvm().orElseThrow().clocksourceStableBit()).isTrue();
    assertThat(facts.kvm().orElseThrow().names())
        .startsWith("clocksource", "nop_io_delay", "clocksource2", "async_pf", "steal_time")
        .endsWith("async_pf_int", "clocksource_stable_bit");
  }

  @Test
  void aServerWithoutCrystalGetsTheFrequencyThatTheKernelComputes() {
    CpuidFacts facts = LeafFixture.facts("intel-skylake-server");

    assertThat(facts.signature()).isEqualTo(new CpuSignature(6, 0x55, 4));
    assertThat(facts.frequency()).contains(new DeclaredFrequency(2_100_000, Source.BASE_FREQUENCY));
    assertThat(facts.tscAdjust()).isTrue();
  }

  @Test
  void leavesOutOfRangeAreNotTakenForAHypervisorOrForFeatures() {
    CpuidFacts facts = LeafFixture.facts("intel-skylake-server");

    assertThat(facts.hypervisorPresent()).isFalse();
    assertThat(facts.hypervisors()).isEmpty();
    assertThat(facts.hypervisorName()).isEmpty();
    // 0x80000021 returned 0x834, which has bit 2 set, but the highest leaf is 0x80000008.
    assertThat(facts.lfenceSerializing()).isFalse();
  }

  @Test
  void aReportedCrystalGivesTheExactFrequency() {
    assertThat(LeafFixture.facts("intel-icelake-client").frequency())
        .contains(new DeclaredFrequency(1_497_600, Source.CRYSTAL));
  }

  @Test
  void denvertonHasTheCrystalThatTheKernelKnows() {
    // Leaf 0x16 holds the data of leaf 0x15 here, for it is out of range.
    assertThat(LeafFixture.facts("intel-denverton").frequency())
        .contains(new DeclaredFrequency(2_200_000, Source.KNOWN_CRYSTAL));
  }

  @Test
  void anOldOpteronIsInvariantWithoutTscAdjust() {
    CpuidFacts facts = LeafFixture.facts("amd-family-10h");

    assertThat(facts.signature()).isEqualTo(new CpuSignature(16, 4, 2));
    assertThat(facts.invariantTsc()).isTrue();
    assertThat(facts.tscAdjust()).isFalse();
    assertThat(facts.frequency()).isEmpty();
  }

  @Test
  void anAthlon64IsNotInvariant() {
    CpuidFacts facts = LeafFixture.facts("amd-k8-unstable");

    assertThat(facts.signature()).isEqualTo(new CpuSignature(15, 0x4b, 2));
    assertThat(facts.invariantTsc()).isFalse();
    assertThat(facts.rdtscp()).isTrue();
  }

  @Test
  void hyperVSaysWhetherTheGuestMayAskForAnInvariantTsc() {
    HyperVFeatures plain = LeafFixture.facts("hyperv-guest").hyperV().orElseThrow();
    HyperVFeatures invariant = LeafFixture.facts("hyperv-guest-invariant").hyperV().orElseThrow();

    assertThat(plain).isEqualTo(new HyperVFeatures(true, true, true, true, false, false));
    assertThat(invariant.accessTscInvariant()).isTrue();
    assertThat(LeafFixture.facts("hyperv-guest").hypervisorName()).contains("Hyper-V");
    assertThat(LeafFixture.facts("hyperv-guest").kvm()).isEmpty();
  }

  @Test
  void xenTellsTheModeTheFrequencyAndTheMigrations() {
    XenTime time = LeafFixture.facts("xen-hvm-guest").xen().orElseThrow();

    assertThat(time.emulated()).isFalse();
    assertThat(time.hostReliable()).isTrue();
    assertThat(time.rdtscp()).isTrue();
    assertThat(time.mode()).isEqualTo(XenTime.Mode.DEFAULT);
    assertThat(time.guestFrequency())
        .contains(new DeclaredFrequency(2_300_000, Source.XEN_TIME_LEAF));
    assertThat(time.hostFrequency()).isEqualTo(time.guestFrequency());
    assertThat(time.incarnation()).isEqualTo(2);
    assertThat(LeafFixture.facts("xen-hvm-guest").frequency()).isEqualTo(time.guestFrequency());
  }

  @Test
  void xenIsFoundBehindItsImitationOfHyperV() {
    CpuidFacts facts = LeafFixture.facts("xen-under-viridian");

    assertThat(facts.hypervisors()).extracting(Hypervisor::name).containsExactly("Hyper-V", "Xen");
    assertThat(facts.hypervisorName()).contains("Xen");
    assertThat(facts.xen().orElseThrow().emulated()).isTrue();
    assertThat(facts.xen().orElseThrow().mode()).isEqualTo(XenTime.Mode.ALWAYS_EMULATE);
    assertThat(facts.xen().orElseThrow().hostFrequency()).isEmpty();
  }

  @Test
  void kvmIsFoundBehindItsImitationOfHyperV() {
    CpuidFacts facts = LeafFixture.facts("kvm-behind-hyperv");

    assertThat(facts.hypervisorName()).contains("KVM");
    assertThat(facts.hyperV().orElseThrow().accessTscInvariant()).isTrue();
    assertThat(facts.kvm().orElseThrow().clocksourceStableBit()).isTrue();
  }

  @Test
  void vmwareTellsTheFrequencyInItsOwnLeaf() {
    CpuidFacts facts = LeafFixture.facts("vmware-guest");

    assertThat(facts.hypervisorName()).contains("VMware");
    assertThat(facts.frequency())
        .contains(new DeclaredFrequency(2_297_880, Source.HYPERVISOR_LEAF));
  }

  @Test
  void qemuWithoutAccelerationHasTscAdjustButNoInvariantTsc() {
    CpuidFacts facts = LeafFixture.facts("qemu-tcg-max");

    assertThat(facts.hypervisorName()).contains("QEMU without acceleration");
    assertThat(facts.invariantTsc()).isFalse();
    assertThat(facts.tscAdjust()).isTrue();
    assertThat(facts.kvm()).isEmpty();
  }

  @Test
  void anOldKvmHostThatSaysNoHighestLeafHasTheFirstOne() {
    List<CpuidLeaf> leaves = new ArrayList<>(LeafFixture.of("kvm-epyc-genoa"));
    leaves.replaceAll(
        l ->
            l.leaf() == 0x4000_0000 ? new CpuidLeaf(l.leaf(), 0, 0, l.ebx(), l.ecx(), l.edx()) : l);

    assertThat(CpuidFacts.decode(leaves).kvm()).isPresent();
  }

  @Test
  void noLeavesDeclareNothing() {
    CpuidFacts facts = CpuidFacts.decode(List.of());

    assertThat(facts.vendor()).isEmpty();
    assertThat(facts.tsc()).isFalse();
    assertThat(facts.invariantTsc()).isFalse();
    assertThat(facts.hypervisorName()).isEmpty();
    assertThat(facts.frequency()).isEmpty();
  }

  @Test
  void aSignatureOfUnprintableBytesIsShownWithoutThem() {
    assertThat(CpuidText.of(0x1b5b4141, 0x42424242, 0)).isEqualTo("AA[?BBBB");
  }

  @Test
  void everyLeafThatIsDecodedIsWanted() {
    for (String machine :
        List.of(
            "kvm-epyc-genoa",
            "intel-icelake-client",
            "xen-hvm-guest",
            "xen-under-viridian",
            "vmware-guest",
            "hyperv-guest",
            "kvm-behind-hyperv")) {
      List<CpuidLeaf> all = LeafFixture.of(machine);
      List<CpuidLeaf> wanted =
          all.stream()
              .filter(
                  l -> CpuidLeaves.WANTED.contains(new CpuidLeaves.Request(l.leaf(), l.subleaf())))
              .toList();
      assertThat(CpuidFacts.decode(wanted)).isEqualTo(CpuidFacts.decode(all));
    }
    assertThat(CpuidLeaves.WANTED).doesNotHaveDuplicates();
  }
}
