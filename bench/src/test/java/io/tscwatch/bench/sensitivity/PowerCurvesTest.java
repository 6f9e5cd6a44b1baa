package io.tscwatch.bench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.sensitivity.PowerCurves.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerCurvesTest {

  private static Cell cell(long offset, int proven) {
    return new Cell(Method.EXCHANGE, 1_000_000, offset, proven, 100);
  }

  @Test
  void anOffsetIsFoundWhenItIsFoundInTheHarderDirection() {
    PowerCurves curves =
        new PowerCurves(
            List.of(cell(100, 100), cell(50, 0), cell(-50, 0), cell(-100, 90), cell(-200, 100)));
    PowerCurves.Found found = curves.found(Method.EXCHANGE, 1_000_000, 1);
    assertThat(found.cycles()).isCloseTo(150, within(1e-9));
    assertThat(found.low()).isLessThanOrEqualTo(150);
    assertThat(found.high()).isGreaterThanOrEqualTo(150);
  }

  @Test
  void anOffsetThatNoRunFindsHasNoFigure() {
    PowerCurves curves = new PowerCurves(List.of(cell(100, 100), cell(-100, 3)));
    assertThat(curves.found(Method.EXCHANGE, 1_000_000, 1).cycles()).isNaN();
  }
}
