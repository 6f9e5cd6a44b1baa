package io.tscwatch.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairSelectionTest {

  @Test
  void theWordsAreUnderstoodInAnyCase() {
    assertThat(PairSelection.parse(" All ")).isEqualTo(new PairSelection.All());
    assertThat(PairSelection.parse("tree")).isEqualTo(new PairSelection.Tree());
    assertThat(PairSelection.parse("auto")).isEqualTo(new PairSelection.Automatic());
  }

  @Test
  void aPairNamedTwiceInEitherOrderCountsOnce() {
    assertThat(PairSelection.parse("5-0, 0 - 1,0-5").toString()).contains("pairs=[0-1, 0-5]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "some | 'some' in pairs: not a pair of CPU numbers",
        "'' | '' in pairs: not a pair of CPU numbers",
        "0-1, | '' in pairs: not a pair of CPU numbers",
        "0-1,2 | '2' in pairs: not a pair of CPU numbers",
        "0-1-2 | '0-1-2' in pairs: not a pair of CPU numbers",
        "3-3 | '3-3' in pairs: a CPU cannot be measured against itself",
        "0-65536 | '0-65536' in pairs: CPU numbers go up to 65535",
        "0-99999999999 | '0-99999999999' in pairs: not a pair of CPU numbers"
      },
      quoteCharacter = '"')
  void whatIsWrongIsNamed(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSelection.parse(text.equals("''") ? "" : text))
        .withMessageStartingWith(message)
        .withMessageEndingWith("(expected auto, all, tree, or a list such as 0-1,0-5)");
  }
}
