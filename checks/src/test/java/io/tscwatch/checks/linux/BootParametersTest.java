package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BootParametersTest {

  @Test
  void onlyWhatBearsOnTheTscIsKept() {
    String line =
        "BOOT_IMAGE=/vmlinuz-6.1 root=UUID=0c1d cryptkey=secret quiet tsc=reliable nohz_full=2-7"
            + " isolcpus=managed_irq,domain,2-7 clocksource=tsc ip=10.1.2.3 processor.max_cstate=1\n";

    assertThat(BootParameters.parse(line).words())
        .containsExactly(
            "tsc=reliable",
            "nohz_full=2-7",
            "isolcpus=managed_irq,domain,2-7",
            "clocksource=tsc",
            "processor.max_cstate=1");
    assertThat(BootParameters.redacted(line)).doesNotContain("secret").doesNotContain("10.1.2.3");
    assertThat(BootParameters.parse(BootParameters.redacted(line)))
        .isEqualTo(BootParameters.parse(line));
  }

  @Test
  void dashesAndUnderscoresAreEqualInNames() {
    assertThat(BootParameters.parse("no-kvmclock clocksource.verify-n-cpus=-1").has("no_kvmclock"))
        .isTrue();
    assertThat(
            BootParameters.parse("clocksource.verify-n-cpus=-1")
                .values("clocksource.verify_n_cpus"))
        .containsExactly("-1");
  }

  @Test
  void argumentsOfInitAreNotTheKernels() {
    assertThat(BootParameters.parse("quiet -- tsc=reliable").words()).isEmpty();
  }

  @Test
  void eachTscValueIsComparedAsAWhole() {
    BootParameters both = BootParameters.parse("tsc=nowatchdog tsc=recalibrate");
    assertThat(both.tsc("nowatchdog")).isTrue();
    assertThat(both.tsc("recalibrate")).isTrue();
    assertThat(BootParameters.parse("tsc=reliable,nowatchdog").tsc("reliable")).isFalse();
    assertThat(BootParameters.parse("notsc").tsc("reliable")).isFalse();
    assertThat(BootParameters.parse("notsc").has("notsc")).isTrue();
  }

  @Test
  void aSecretInQuotesThatHoldsBlanksIsDropped() {
    assertThat(BootParameters.redacted("dyndbg=\"file tsc.c +p tsc=secret \" quiet")).isEmpty();
  }

  @Test
  void anEmptyLineKeepsNothing() {
    assertThat(BootParameters.parse("").words()).isEmpty();
  }
}
