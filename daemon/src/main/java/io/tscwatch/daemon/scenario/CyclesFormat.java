package io.tscwatch.daemon.scenario;

import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.ValueFormat;
import io.tscwatch.config.format.WrongValueException;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of TSC cycles, written in cycles ({@code 500 cycles}) or as the time that they take
 * ({@code 60ns}, {@code -1.5us}; rounded to the cycle, towards zero).
 *
 * @param khz the frequency that turns time into cycles
 * @param min smallest value allowed
 * @param max largest value allowed
 */
record CyclesFormat(long khz, long min, long max) implements ValueFormat<Long> {

  private static final Pattern CYCLES = Pattern.compile("([-+]?[0-9]{1,19}) ?cycles?");

  /** Any offset that can be told from its opposite. */
  static CyclesFormat offset(long khz) {
    return new CyclesFormat(khz, Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
  }

  @Override
  public Long parse(String text) {
    BigInteger cycles = exact(text.strip());
    if (cycles.compareTo(BigInteger.valueOf(min)) < 0) {
      throw new WrongValueException("is too small", expected());
    }
    if (cycles.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new WrongValueException("is too large", expected());
    }
    return cycles.longValueExact();
  }

  private BigInteger exact(String text) {
    Matcher matcher = CYCLES.matcher(text);
    if (matcher.matches()) {
      return new BigInteger(matcher.group(1));
    }
    try {
      return BigInteger.valueOf(QuantityFormat.DURATION.parse(text))
          .multiply(BigInteger.valueOf(khz))
          .divide(BigInteger.valueOf(1_000_000));
    } catch (WrongValueException e) {
      throw new WrongValueException("is neither cycles nor a time", expected());
    }
  }

  @Override
  public String print(Long value) {
    return value + " cycles";
  }

  @Override
  public String expected() {
    String range =
        min <= Long.MIN_VALUE / 2 ? "" : ", in the range " + print(min) + " to " + print(max);
    return "cycles or a time, such as 500 cycles or 60ns" + range;
  }
}
