package io.tscwatch.config.format;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A whole number in decimal digits, within a range.
 *
 * @param min smallest value allowed
 * @param max largest value allowed
 */
public record IntegerFormat(long min, long max) implements ValueFormat<Long> {

  private static final Pattern DIGITS = Pattern.compile("[-+]?[0-9]{1,25}");

  @Override
  public Long parse(String text) {
    String digits = text.strip();
    if (!DIGITS.matcher(digits).matches()) {
      throw new WrongValueException("is not a whole number", expected());
    }
    BigInteger value = new BigInteger(digits);
    if (value.compareTo(BigInteger.valueOf(min)) < 0) {
      throw new WrongValueException("is too small", expected());
    }
    if (value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new WrongValueException("is too large", expected());
    }
    return value.longValueExact();
  }

  @Override
  public String print(Long value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return min == Long.MIN_VALUE && max == Long.MAX_VALUE
        ? "a whole number"
        : "a whole number in the range " + min + " to " + max;
  }
}
