package io.tscwatch.daemon.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Against the machine that the tests run on, whatever it is: what must hold everywhere. */
class KvmCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void aHostWithoutTheDeviceIsAnAnswerAndNoFault() {
    assertThat(run("kvm", "host", "--device", "/no/such/kvm")).isZero();
    assertThat(out.toString()).contains("no-device").contains("kvm.not-probed");
  }

  @Test
  void anotherDeviceIsNamedInJsonToo() {
    assertThat(run("kvm", "host", "--device", "/dev/null", "--format", "json")).isZero();
    assertThat(out.toString()).contains("\"notAsked\" : \"not-kvm\"");
  }

  @Test
  void aRecordWithoutTheDeviceIsUnknown() {
    assertThat(run("kvm", "record", "--device", "/no/such/kvm")).isEqualTo(3);
    assertThat(err.toString()).contains("no-device");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aGuestSaysWhetherItHasAKvmclockPage() {
    assertThat(run("kvm", "guest")).isLessThanOrEqualTo(2);
    assertThat(out.toString()).contains("kvmclock page").contains("tsc_reliable");
  }

  @Test
  void withoutAPartThereIsNothingToTell() {
    assertThat(run("kvm")).isEqualTo(64);
  }
}
