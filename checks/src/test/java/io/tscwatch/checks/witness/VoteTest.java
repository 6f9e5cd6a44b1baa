package io.tscwatch.checks.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VoteTest {

  private static final long PPM = 1_000_000;
  private static final RateInterval CLAIM = RateInterval.within(100 * PPM);

  private static Ballot ballot(String name, String source, long ppm) {
    return new Ballot(name, source, new RateInterval((ppm - 110) * PPM, (ppm + 110) * PPM));
  }

  private static Vote count(Ballot... ballots) {
    return Vote.count(CLAIM, List.of(ballots));
  }

  @Test
  void nobodyThereMeansThatTwoAreMissing() {
    assertThat(count()).isEqualTo(new Vote.NoQuorum(2, List.of()));
  }

  @Test
  void oneSourceThatAgreesConfirmsTheTsc() {
    assertThat(count(ballot("hpet", "platform", 5)))
        .isInstanceOfSatisfying(
            Vote.TscConfirmed.class,
            confirmed -> {
              assertThat(confirmed.sources()).isEqualTo(1);
              assertThat(confirmed.by()).containsExactly("hpet");
              assertThat(confirmed.rate()).isEqualTo(CLAIM);
            });
  }

  @Test
  void oneAgainstOneTellsNothingAndOneMoreCould() {
    assertThat(count(ballot("hpet", "platform", 800)))
        .isEqualTo(new Vote.NoQuorum(1, List.of("hpet")));
  }

  @Test
  void twoClocksOfOneSourceCountOnce() {
    assertThat(count(ballot("hpet", "platform", -300), ballot("acpi-pm", "platform", -300)))
        .isEqualTo(new Vote.NoQuorum(1, List.of("hpet", "acpi-pm")));
  }

  @Test
  void twoSourcesThatAgreePutTheTscOut() {
    assertThat(
            count(
                ballot("hpet", "platform", 300),
                ballot("acpi-pm", "platform", 301),
                ballot("realtime", "external", 299)))
        .isInstanceOfSatisfying(
            Vote.TscOut.class,
            out -> {
              assertThat(out.sources()).isEqualTo(2);
              assertThat(out.rate().contains(300 * PPM)).isTrue();
              assertThat(out.rate().contains(100 * PPM)).isFalse();
              assertThat(out.witnessesOut()).isEmpty();
            });
  }

  @Test
  void aWitnessThatIsOutNeverCondemnsTheTsc() {
    assertThat(
            count(
                ballot("hpet", "platform", 800),
                ballot("acpi-pm", "platform", 0),
                ballot("realtime", "external", 0)))
        .isInstanceOfSatisfying(
            Vote.WitnessOut.class,
            out -> {
              assertThat(out.witnessesOut()).containsExactly("hpet");
              assertThat(out.by()).containsExactly("acpi-pm", "realtime");
              assertThat(out.sources()).isEqualTo(2);
            });
  }

  @Test
  void twoSourcesThatDisagreeWithEachOtherProveNothingAgainstTheTsc() {
    assertThat(count(ballot("hpet", "platform", 800), ballot("rtc", "rtc", -900)))
        .isEqualTo(new Vote.NoQuorum(1, List.of("hpet", "rtc")));
  }

  @Test
  void oneSourceWithTheTscOutweighsTwoThatAgreeWithNobody() {
    assertThat(
            count(
                ballot("hpet", "platform", 800),
                ballot("rtc", "rtc", -900),
                ballot("realtime", "external", 3)))
        .isInstanceOfSatisfying(
            Vote.WitnessOut.class,
            out -> assertThat(out.witnessesOut()).containsExactly("hpet", "rtc"));
  }

  @Test
  void twoAgainstTwoTellsNothing() {
    assertThat(
            count(
                ballot("hpet", "platform", 0),
                ballot("rtc", "rtc", 800),
                ballot("realtime", "external", 800)))
        .isEqualTo(new Vote.NoQuorum(1, List.of("rtc", "realtime")));
  }
}
