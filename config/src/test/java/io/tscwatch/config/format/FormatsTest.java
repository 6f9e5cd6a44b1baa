package io.tscwatch.config.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  private enum Target {
    AUTO,
    COUNT_ONLY
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9742", "[::1]:9742", "localhost:1", "node7.example.org:65535"})
  void listenAddressesPrintAsTheyAreRead(String text) {
    ListenAddressFormat format = ListenAddressFormat.LISTEN_ADDRESS;
    assertThat(format.print(format.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9742", ":9742", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http", "::1:80",
        "[::1]", "[1:2]:80", "[::g]:80", "256.0.0.1:80", "1.2.3:80", "1.2.3.4.:80", "a b:80",
        "http://localhost:80", "-x:80", ""
      })
  void whatIsNoListenAddressIsRefused(String text) {
    assertThatThrownBy(() -> ListenAddressFormat.LISTEN_ADDRESS.parse(text))
        .isInstanceOf(WrongValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.9.9.9, true",
    "::1, true",
    "localhost, true",
    "0.0.0.0, false",
    "::, false",
    "192.168.1.1, false",
    "127.0.0.1.example.org, false",
    "node7, false",
  })
  void onlyLoopbackIsLoopback(String host, boolean loopback) {
    assertThat(new ListenAddress(host, 9742).isLoopback()).isEqualTo(loopback);
  }

  @ParameterizedTest
  @CsvSource({
    "'0', '0'",
    "'0-3, 8', '0-3,8'",
    "'0-65535', '0-65535'",
  })
  void cpuListsAreKeptWithoutBlanks(String text, String list) {
    assertThat(CpuListFormat.CPU_LIST.parse(text)).isEqualTo(list);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "0,", "a", "0-", "-1", "3-1", "0-65536", "0:2", "0-3/2", "0x1"})
  void whatIsNoCpuListIsRefused(String text) {
    assertThatThrownBy(() -> CpuListFormat.CPU_LIST.parse(text))
        .isInstanceOf(WrongValueException.class);
  }

  @Test
  void aBackwardRangeIsTurnedRoundInTheSuggestion() {
    assertThatThrownBy(() -> CpuListFormat.CPU_LIST.parse("0,7-4"))
        .hasMessageContaining("did you mean '0,4-7'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:4318",
        "ftp://host/",
        "http:///path",
        "http://user:secret@host/",
        "http://h/?q",
        "http://h/#f",
        "http://h:99999/",
        "http://a b/",
        ""
      })
  void whatIsNoPlainWebUrlIsRefused(String text) {
    assertThatThrownBy(() -> UrlFormat.URL.parse(text)).isInstanceOf(WrongValueException.class);
  }

  @Test
  void aUrlIsKept() {
    assertThat(UrlFormat.URL.parse("https://collector:4318/v1/metrics"))
        .hasHost("collector")
        .hasPort(4318);
  }

  @Test
  void pathsAreAbsoluteAndNormalised() {
    assertThat(PathFormat.ABSOLUTE_PATH.parse("/var/lib/../lib/x.db"))
        .isEqualTo(Path.of("/var/lib/x.db"));
    assertThatThrownBy(() -> PathFormat.ABSOLUTE_PATH.parse("history.db"))
        .hasMessageContaining("is not an absolute path");
    assertThatThrownBy(() -> PathFormat.ABSOLUTE_PATH.parse("/"))
        .isInstanceOf(WrongValueException.class);
    assertThatThrownBy(() -> PathFormat.ABSOLUTE_PATH.parse("/a\0b"))
        .hasMessageContaining("is not a path");
  }

  @Test
  void onlyTrueAndFalseAreTruthValues() {
    assertThat(BooleanFormat.BOOLEAN.parse("true")).isTrue();
    assertThat(BooleanFormat.BOOLEAN.parse("false")).isFalse();
    assertThatThrownBy(() -> BooleanFormat.BOOLEAN.parse("yes"))
        .hasMessageContaining("did you mean 'true'?");
    assertThatThrownBy(() -> BooleanFormat.BOOLEAN.parse("maybe")).hasMessageNotContaining("mean");
  }

  @Test
  void choicesAreWrittenInLowerCaseWithHyphens() {
    ChoiceFormat<Target> format = new ChoiceFormat<>(Target.class);
    assertThat(format.parse("count-only")).isEqualTo(Target.COUNT_ONLY);
    assertThat(format.print(Target.AUTO)).isEqualTo("auto");
    assertThatThrownBy(() -> format.parse("COUNT_ONLY"))
        .hasMessageContaining("one of auto, count-only")
        .hasMessageContaining("did you mean 'count-only'?");
  }

  @Test
  void wholeNumbersHaveARange() {
    IntegerFormat format = new IntegerFormat(1, 64);
    assertThat(format.parse("64")).isEqualTo(64);
    assertThatThrownBy(() -> format.parse("0")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> format.parse("99999999999999999999")).hasMessageContaining("large");
    assertThatThrownBy(() -> format.parse("6.5")).hasMessageContaining("is not a whole number");
  }

  @Test
  void aKeywordStandsForNoValue() {
    OrKeyword<String> format = new OrKeyword<>("all", CpuListFormat.CPU_LIST);
    assertThat(format.parse("all")).isEmpty();
    assertThat(format.parse("0-3")).contains("0-3");
    assertThat(format.print(Optional.empty())).isEqualTo("all");
    assertThatThrownBy(() -> format.parse("every")).hasMessageContaining("all, or a CPU list");
  }
}
