package io.tscwatch.config.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0ns, 0",
    "1ns, 1",
    "500us, 500000",
    "1ms, 1000000",
    "1.5s, 1500000000",
    "0.000000001s, 1",
    "10min, 600000000000",
    "2h, 7200000000000",
    "1d, 86400000000000",
    "+2s, 2000000000",
    "-40ns, -40",
    "' 20 ms ', 20000000",
    "9223372036854775807ns, 9223372036854775807",
    "-9223372036854775808ns, -9223372036854775808",
  })
  void aDurationIsExactNanoseconds(String text, long nanos) {
    assertThat(QuantityFormat.DURATION.parse(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|has no unit|1s",
        "0|has no unit|0ns",
        "10m|has an unknown unit 'm'|10min",
        "5 sec|has an unknown unit 'sec'|5s",
        "5µs|has an unknown unit 'µs'|5us",
        "5 fortnights|has an unknown unit 'fortnights'|",
        "soon|is not a duration|",
        "1e3s|has an unknown unit 'e3s'|",
        "1.s|has an unknown unit '.s'|",
        ".5s|is not a duration|",
        "1h30min|has an unknown unit 'h30min'|",
        "''|is not a duration|",
        "0.5ns|is finer than 1ns|",
        "9223372036854775808ns|is too large|",
        "106752d|is too large|",
        "-9223372036854775809ns|is too small|",
      })
  void aWrongDurationSaysWhyAndWhatWasMeant(String text, String why, String suggestion) {
    assertThatThrownBy(() -> QuantityFormat.DURATION.parse(text))
        .isInstanceOfSatisfying(
            WrongValueException.class,
            e -> {
              assertThat(e.why()).isEqualTo(why);
              assertThat(e.suggestion().orElse(null)).isEqualTo(suggestion);
            });
  }

  @Test
  void bothEndsOfARangeBelongToIt() {
    QuantityFormat budget = QuantityFormat.DURATION.between(10_000, 1_000_000);

    assertThat(budget.parse("10us")).isEqualTo(10_000);
    assertThat(budget.parse("1ms")).isEqualTo(1_000_000);
    assertThatThrownBy(() -> budget.parse("9999ns"))
        .hasMessageContaining("is too small")
        .hasMessageContaining("in the range 10us to 1ms");
    assertThatThrownBy(() -> budget.parse("1000001ns")).hasMessageContaining("is too large");
  }

  @Test
  void sharesSizesRatesAndFrequenciesAreWholeNumbersOfTheirSmallestUnit() {
    assertThat(QuantityFormat.SHARE.parse("0.1 %")).isEqualTo(1_000);
    assertThat(QuantityFormat.SHARE.parse("250ppm")).isEqualTo(250);
    assertThat(QuantityFormat.BYTES.parse("64MiB")).isEqualTo(64L << 20);
    assertThat(QuantityFormat.RATE.parse("-0.5 ppb")).isEqualTo(-500);
    assertThat(QuantityFormat.RATE.parse("1 ppm")).isEqualTo(1_000_000);
    assertThat(QuantityFormat.FREQUENCY.parse("2.599998GHz")).isEqualTo(2_599_998);
  }

  @Test
  void aDecimalSizeUnitIsRefusedWithTheBinaryOneThatWasMeant() {
    assertThatThrownBy(() -> QuantityFormat.BYTES.parse("64MB"))
        .hasMessageContaining("did you mean '64MiB'?");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0ns",
    "90000000000, 90s",
    "600000000000, 10min",
    "1500000000, 1.5s",
    "1500, 1.5us",
    "1234567, 1234567ns",
    "1234567000, 1234567us",
    "7776000000000000, 90d",
    "-1500, -1.5us",
  })
  void printingTakesTheLargestUnitThatIsExact(long nanos, String text) {
    assertThat(QuantityFormat.DURATION.print(nanos)).isEqualTo(text);
  }

  @Test
  void whatIsPrintedIsReadAsTheSameValue() {
    Random random = new Random(20_260_101);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(63);
      assertThat(QuantityFormat.DURATION.parse(QuantityFormat.DURATION.print(value)))
          .isEqualTo(value);
    }
  }
}
