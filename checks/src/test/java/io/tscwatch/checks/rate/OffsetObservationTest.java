package io.tscwatch.checks.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OffsetObservationTest {

  /** CPU 7 is 500 cycles ahead of CPU 2; transfers take 60 and 80 cycles. */
  private static final ExchangeResult EXCHANGE =
      new ExchangeResult(
          2,
          7,
          ExchangeOutcome.MEASURED,
          "",
          Optional.of(new OneWay(10_000, 10_560, 9)),
          Optional.of(new OneWay(20_500, 20_080, 9)),
          1,
          0,
          0,
          1,
          2,
          3);

  @Test
  void theMomentsAreTheReferencesOwnSendingAndReceiving() {
    assertThat(OffsetObservation.against(2, EXCHANGE, 1, 26))
        .contains(new OffsetObservation(10_000, 10_001, 586, 20_080, 20_081, 419));
  }

  @Test
  void theOtherSideAsReferenceSeesTheOppositeOffset() {
    assertThat(OffsetObservation.against(7, EXCHANGE, 1, 1))
        .contains(new OffsetObservation(20_500, 20_501, -419, 10_560, 10_561, -561));
  }

  @Test
  void aCpuThatIsNotInTheExchangeIsRefused() {
    assertThatThrownBy(() -> OffsetObservation.against(3, EXCHANGE, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPairThatWasNotMeasuredIsNoObservation() {
    assertThat(
            OffsetObservation.against(
                0, ExchangeResult.failed(0, 1, ExchangeOutcome.NO_SAMPLES, "", 5), 1, 1))
        .isEmpty();
  }
}
