package io.tscwatch.daemon.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.kvm.migration.MigrationRecord;
import io.tscwatch.checks.kvm.migration.TscScale;
import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationCommandTest {

  private static final String SOURCE =
      """
      {"hostTscCycles": "9346125600000", "realtimeNanos": "1795356062000000000",
       "guestTscCycles": "259614600000", "tscKilohertz": 2596146,
       "kvmclockNanos": "100000000000", "host": {"name": "a"}}
      """;

  /** Two seconds later on a host whose TSC is at 777, before the offset was written. */
  private static final String DESTINATION =
      """
      {"hostTscCycles": "777", "realtimeNanos": "1795356064000000000",
       "guestTscCycles": "777", "tscKilohertz": 2596146, "kvmclockNanos": "102000000000"}
      """;

  private static final String OFFSET = "264806891223";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String from, String to, String... more) throws IOException {
    Path source = Files.writeString(folder.resolve("a.json"), from);
    Path destination = Files.writeString(folder.resolve("b.json"), to);
    String[] arguments = new String[more.length + 6];
    String[] fixed = {
      "kvm", "migration", "--from", source.toString(), "--to", destination.toString()
    };
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void theOffsetOfTheDocumentedFormulaIsPrinted() throws IOException {
    assertThat(run(SOURCE, DESTINATION)).isZero();
    assertThat(out.toString())
        .contains("KVM_VCPU_TSC_OFFSET of every vCPU: " + OFFSET)
        .contains("2000000000 ns, 5192292000 cycles");
  }

  @Test
  void afterwardsAStepIsUnreliableAndWithinTheBoundItIsNot() throws IOException {
    assertThat(run(SOURCE, DESTINATION, "--after")).isEqualTo(2);
    assertThat(out.toString()).contains("stepped-backward").contains("below its last value");

    String moved =
        DESTINATION.replace("\"guestTscCycles\": \"777\"", "\"guestTscCycles\": \"264806892100\"");
    assertThat(run(SOURCE, moved, "--after")).isZero();
    assertThat(out.toString()).contains("continuous: 100 cycles, 39 ns off");
  }

  @Test
  void jsonHasCountersAsStrings() throws IOException {
    assertThat(run(SOURCE, DESTINATION, "--after", "--format", "json")).isEqualTo(2);
    assertThat(out.toString())
        .contains("\"offsetCycles\" : \"" + OFFSET + "\"")
        .contains("\"continuity\" : \"stepped-backward\"");
  }

  @ParameterizedTest
  @CsvSource({
    "2596146, 2596147, frequency-mismatch",
    "1795356064000000000, 1795356061000000000, destination-earlier",
    "102000000000, 99000000000, kvmclock-went-back",
    "102000000000, 109000000000, clocks-set-meanwhile"
  })
  void twoRecordsThatDoNotFitAreRefusedByName(String was, String is, String name)
      throws IOException {
    assertThat(run(SOURCE, DESTINATION.replace(was, is))).isEqualTo(65);
    assertThat(err.toString()).contains(name);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "\"hostTscCycles\", \"x\", b.json: missing-field: hostTscCycles",
    "\"777\", \"-7\", not-a-number: hostTscCycles is '-7'",
    "\"777\", \"18446744073709551616\", not-a-number",
    "2596146, 0, out-of-range",
    "2596146, 2596146.5, not-a-number: tscKilohertz",
    "2596146, 4294967296, out-of-range",
    "\"777\", null, missing-field",
    "}, ',', not JSON",
    "\"kvmclockNanos\", \"realtimeNanos\", realtimeNanos occurs twice"
  })
  void aRecordThatIsNotValidNamesFileAndField(String was, String is, String words)
      throws IOException {
    assertThat(run(SOURCE, DESTINATION.replace(was, is))).isEqualTo(65);
    assertThat(err.toString()).contains(words);
  }

  @Test
  void aMissingFileIsNoInput() {
    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err))
            .execute("kvm", "migration", "--from", "/no/such/file", "--to", "/no/such/file");

    assertThat(code).isEqualTo(66);
    assertThat(err.toString()).contains("/no/such/file");
  }

  @Test
  void aRecordThatIsWrittenReadsTheSame() throws IOException {
    MigrationRecord record =
        new MigrationRecord(-1, Long.MAX_VALUE, -2, 4_294_967_295L, 5, new TscScale(-3, 32));
    Path file = Files.writeString(folder.resolve("c.json"), RecordFile.text(record));

    assertThat(RecordFile.read(file)).isEqualTo(record);
  }
}
