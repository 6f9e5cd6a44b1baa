package io.tscwatch.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgChartTest {

  private static Chart chart(List<Series> series) {
    return new Chart(
        "Widths < floors & more",
        "for those who cannot see it",
        Axis.logarithmic("ms"),
        Axis.linear("cycles"),
        series,
        Optional.of(new Chart.Level(1, "goal")));
  }

  private static Element parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  @Test
  void aChartIsWellFormedAndTellsItsTitle() throws Exception {
    Element svg =
        parse(
            SvgChart.draw(
                chart(List.of(new Series("a & b", List.of(new Point(0.1, 2), new Point(10, 4)))))));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Widths < floors & more");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo("for those who cannot see it");
    assertThat(texts(svg)).contains("a & b", "ms", "cycles", "goal", "0.1", "10");
  }

  private static List<String> texts(Element svg) {
    NodeList all = svg.getElementsByTagName("text");
    return java.util.stream.IntStream.range(0, all.getLength())
        .mapToObj(i -> all.item(i).getTextContent())
        .toList();
  }

  @Test
  void valuesThatAreNoNumbersAreLeftOut() {
    String svg =
        SvgChart.draw(
            chart(
                List.of(
                    new Series(
                        "a",
                        List.of(new Point(1, Double.NaN), new Point(0, 3), new Point(2, 3))))));
    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void aChartWithoutValuesIsStillDrawn() throws Exception {
    parse(SvgChart.draw(chart(List.of(new Series("empty", List.of())))));
  }

  @Test
  void moreSeriesThanCanBeToldApartAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart(Collections.nCopies(7, new Series("a", List.of()))));
  }

  @Test
  void ticksAreRoundAndLabelsShort() {
    assertThat(new Scale(false, 0, 97, 0, 1).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0);
    assertThat(new Scale(true, 0.1, 20, 0, 1).ticks())
        .extracting(Scale::label)
        .containsExactly("0.1", "0.2", "0.5", "1", "2", "5", "10", "20");
    assertThat(Scale.label(2_500_000)).isEqualTo("2.5M");
    assertThat(Scale.label(30_000)).isEqualTo("30k");
  }
}
