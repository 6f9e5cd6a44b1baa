package io.tscwatch.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tscwatch.config.format.TextFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

  private static final String GOOD =
      """
      # comment
      name: two sockets
      cpus: 8
      interval: 1.5s
      events:
        - at: 10s
          cpu: 3
        - { at: 20s, cpu: 4 }
      hosts: [a, b]
      deep: { deeper: { on: true } }
      nothing:
      """;

  @Test
  void valuesAreReadByType() throws InvalidYamlException {
    YamlMapping root = YamlReader.read("x.yaml", GOOD);

    assertThat(root.requiredText("name")).isEqualTo("two sockets");
    assertThat(root.requiredInteger("cpus", 1, 4096)).isEqualTo(8);
    assertThat(root.requiredDuration("interval", 0, 10_000_000_000L)).isEqualTo(1_500_000_000);
    List<YamlMapping> events = root.mappings("events");
    assertThat(events).extracting(e -> e.requiredInteger("cpu", 0, 9)).containsExactly(3L, 4L);
    assertThat(events).extracting(e -> e.requiredDuration("at", 0, Long.MAX_VALUE)).hasSize(2);
    assertThat(root.optionalList("hosts", TextFormat.LINE)).contains(List.of("a", "b"));
    assertThat(root.section("deep").section("deeper").optionalBoolean("on")).contains(true);
    assertThat(root.optionalText("nothing")).isEmpty();
    assertThat(root.section("nothing").keys()).isEmpty();
    root.finish();
  }

  @Test
  void everyNodeKnowsItsPlaceAndItsPath() throws InvalidYamlException {
    YamlMapping root = YamlReader.read("x.yaml", GOOD);

    YamlMapping second = root.mappings("events").get(1);
    assertThat(second.path()).isEqualTo("events[1]");
    assertThat(second.position()).isEqualTo(new Position("x.yaml", 8, 5));
    assertThat(second.positionOf("cpu")).hasToString("x.yaml:8:21");
    assertThat(root.positionOf("interval")).hasToString("x.yaml:4:11");
  }

  @Test
  void allMistakesAreFoundAtOnceInTheOrderOfTheFile() throws InvalidYamlException {
    YamlMapping root =
        YamlReader.read("x.yaml", "wrong: 1\ninterval: 5\nevents:\n  - at: x\n  - 7\n");
    root.mappings("events").forEach(event -> event.requiredDuration("at", 0, 1));
    root.requiredDuration("interval", 0, 1);
    root.requiredText("name");

    InvalidYamlException e = catchThrowableOfType(InvalidYamlException.class, root::finish);

    assertThat(e.problems())
        .extracting(p -> p.position() + " " + p.key() + " " + p.message())
        .containsExactly(
            "x.yaml:1:1 name this key is missing",
            "x.yaml:1:1 wrong unknown key",
            "x.yaml:2:11 interval '5' has no unit",
            "x.yaml:4:9 events[0].at 'x' is not a duration",
            "x.yaml:5:5 events[1] '7' is a single value");
    assertThat(e)
        .hasMessageContaining("x.yaml:2:11: interval: '5' has no unit; expected a duration");
  }

  @Test
  void anUnknownKeyInASectionNamesTheNearestKnownOne() throws InvalidYamlException {
    YamlMapping root = YamlReader.read("x.yaml", "deep:\n  intervall: 1s\n");
    root.section("deep").optionalDuration("interval", 0, 1);

    assertThatThrownBy(root::finish)
        .hasMessage("x.yaml:2:3: deep.intervall: unknown key; did you mean 'interval'?");
  }

  @Test
  void aProblemOfOnesOwnStandsAtTheValue() throws InvalidYamlException {
    YamlMapping root = YamlReader.read("x.yaml", "a: 1\nb: 2\n");
    root.requiredInteger("a", 0, 9);
    root.requiredInteger("b", 0, 9);
    root.problem("b", "b is larger than a", "at most a");

    assertThatThrownBy(root::finish)
        .hasMessage("x.yaml:2:4: b: b is larger than a; expected at most a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\na: 2\\n|x:2:1: a: this key was already given on line 1",
        "a: &x {b: 1}\\n|x:1:4: a: the anchor &x is not allowed; expected a plain value",
        "a: &x [1]\\n|x:1:4: a: the anchor &x is not allowed; expected a plain value",
        "a: *x\\n|x:1:4: a: the alias *x is not allowed; expected a value",
        "a: !foo 1\\n|x:1:4: a: the tag !foo is not allowed; expected no tag",
        "a: !!str 1\\n|x:1:4: a: the tag !!str is not allowed; expected no tag",
        "a: 1\\n---\\na: 2\\n|x:3:1: a second document begins here; expected one document",
      })
  void wellFormedButRefusedIsNotedAndReadingGoesOn(String escaped, String message)
      throws InvalidYamlException {
    YamlMapping root = YamlReader.read("x", escaped.replace("\\n", "\n"));
    root.node("a");

    assertThatThrownBy(root::finish).hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:\\n\\tb: 1|x:2:1: not valid YAML: a tab stands where only spaces may indent",
        "a: 1\\n b: 2|x:2:3: not valid YAML: a colon stands where no key can be",
        "a: 'x\\n|x:2:1: not valid YAML: found unexpected end of stream, in what begins on line 1",
        "a: {b: 1\\n|x:2:1: not valid YAML: expected ',' or '}'",
        "a: @x|x:1:4: not valid YAML: found character '@' that cannot start any token",
        "? [a]\\n: b|x:1:4: not valid YAML: a key must be a plain word",
        "- a|x:1:1: this is a list; expected a mapping of keys to values",
        "hello|x:1:1: this is a single value; expected a mapping of keys to values",
        "a: 1\\n...\\nb: 2|x:3:1: not valid YAML: expected '<document start>'",
        "%YAML 9.9\\n---\\na: 1|x:1:1: not valid YAML: found incompatible YAML document",
        "a: \\u0001|x:1:4: the character U+0001 is not allowed",
        "ab: 1\\nc: \\u0007|x:2:4: the character U+0007 is not allowed",
      })
  void whatIsNotYamlIsRefusedWithItsPlace(String escaped, String message) {
    String text =
        escaped
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\u0001", "\u0001")
            .replace("\\u0007", "\u0007");
    assertThatThrownBy(() -> YamlReader.read("x", text))
        .isInstanceOf(InvalidYamlException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
    byte[] bytes = "a: 1\nb: ä\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> YamlReader.read("x", bytes))
        .hasMessage("x:2:4: the byte 0xE4 is not UTF-8; expected a file in UTF-8");
  }

  @Test
  void aFileCutWithinACharacterIsRefused() {
    byte[] bytes = Arrays.copyOf("a: ä".getBytes(StandardCharsets.UTF_8), 4);

    assertThatThrownBy(() -> YamlReader.read("x", bytes))
        .hasMessageStartingWith("x:1:4: the byte 0xC3 is not UTF-8");
  }

  @Test
  void aByteOrderMarkIsSkipped() throws InvalidYamlException {
    byte[] bytes = "\uFEFFa: 1\n".getBytes(StandardCharsets.UTF_8);

    assertThat(YamlReader.read("x", bytes).requiredInteger("a", 0, 1)).isEqualTo(1);
  }

  @Test
  void aHugeFileIsRefusedUnread() {
    assertThatThrownBy(() -> YamlReader.read("x", new byte[YamlReader.MAX_BYTES + 1]))
        .hasMessage("x: the file has 1048577 bytes; expected at most 1048576 bytes");
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() {
    assertThatThrownBy(() -> YamlReader.read("x", "a: " + "[".repeat(500_000)))
        .hasMessageContaining("nested too deeply; expected at most 16 levels");
  }

  @Test
  void anAliasBombIsNeverExpanded() throws InvalidYamlException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    YamlMapping root = YamlReader.read("x", bomb.toString());

    assertThat(root.problems().inOrder()).hasSize(30 + 2 * 29);
  }

  @Test
  void nothingAndOnlyCommentsAreAnEmptyMapping() throws InvalidYamlException {
    for (String text : List.of("", "# nothing\n", "---\n", "~\n", "\n\n")) {
      YamlMapping root = YamlReader.read("x", text);
      assertThat(root.keys()).isEmpty();
      root.finish();
    }
  }

  @Test
  void mutatedFilesGiveAnAnswerAndNoOtherException() {
    Random random = new Random(7);
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    String alphabet = "\t\n\r :-,[]{}&*!|>'\"%@`#?~.0aé\u0000\u007f";
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      try {
        YamlReader.read("x", bytes).finish();
      } catch (InvalidYamlException e) {
        assertThat(e.problems()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
