package io.tscwatch.systemd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FloodLimitTest {
  /** A clock without a fixed origin may pass the largest value at any time. */
  private static final long START_NANOS = Long.parseLong("9223372036854775800");

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final FloodLimit limit = new FloodLimit();

  @Test
  void aBurstOfTwentyPassesWhole() {
    for (int i = 0; i < 20; i++) {
      assertThat(limit.admit("hotplug", START_NANOS)).hasValue(0);
    }
    assertThat(limit.admit("hotplug", START_NANOS)).isEmpty();
  }

  @Test
  void whatWasRefusedIsCountedWithTheNextThatPasses() {
    drain();
    assertThat(limit.admit("hotplug", START_NANOS + 29 * SECOND_NANOS)).isEmpty();
    assertThat(limit.admit("hotplug", START_NANOS + 29 * SECOND_NANOS)).isEmpty();

    OptionalLong refused = limit.admit("hotplug", START_NANOS + 30 * SECOND_NANOS);

    assertThat(refused).hasValue(2);
  }

  @Test
  void oneKeyDoesNotHideAnother() {
    drain();
    assertThat(limit.admit("suspend", START_NANOS)).hasValue(0);
  }

  @Test
  void aQuietHourDoesNotSaveUpMoreThanABurst() {
    drain();
    long later = START_NANOS + 3_600 * SECOND_NANOS;
    for (int i = 0; i < 20; i++) {
      assertThat(limit.admit("hotplug", later)).isPresent();
    }
    assertThat(limit.admit("hotplug", later)).isEmpty();
  }

  private void drain() {
    for (int i = 0; i < 20; i++) {
      assertThat(limit.admit("hotplug", START_NANOS)).isPresent();
    }
  }
}
