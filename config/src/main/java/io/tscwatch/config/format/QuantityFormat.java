package io.tscwatch.config.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decimal number with a mandatory unit, as an exact whole number of the smallest unit. Never
 * through a double: {@code 0.1 %} is 1000 ppm, {@code 1.5s} is 1500000000 ns; a text finer than the
 * smallest unit or beyond 64 bits is refused.
 *
 * <pre>{@code
 * long budgetNanos = QuantityFormat.DURATION.between(10_000, 60_000_000_000L).parse("20ms");
 * }</pre>
 */
public final class QuantityFormat implements ValueFormat<Long> {

  /** Durations in nanoseconds: {@code ns us ms s min h d}. */
  public static final QuantityFormat DURATION = of(UnitTable.DURATION);

  /** Sizes in bytes: {@code B KiB MiB GiB}. */
  public static final QuantityFormat BYTES = of(UnitTable.BYTES);

  /** Shares in parts per million: {@code % ppm}. */
  public static final QuantityFormat SHARE = of(UnitTable.SHARE);

  /** Relative rates in picoseconds per second: {@code ps/s ppb ppm}. May be negative. */
  public static final QuantityFormat RATE = of(UnitTable.RATE);

  /** Frequencies in kilohertz: {@code kHz MHz GHz}. */
  public static final QuantityFormat FREQUENCY = of(UnitTable.FREQUENCY);

  private static final Pattern NUMBER =
      Pattern.compile("([-+]?[0-9]{1,25}(?:\\.[0-9]{1,25})?)[ ]*(\\S{0,15})");

  private final UnitTable units;
  private final long min;
  private final long max;

  private QuantityFormat(UnitTable units, long min, long max) {
    this.units = units;
    this.min = min;
    this.max = max;
  }

  private static QuantityFormat of(UnitTable units) {
    return new QuantityFormat(units, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The same format with a range, both ends included, in the smallest unit. */
  public QuantityFormat between(long least, long most) {
    if (least > most) {
      throw new IllegalArgumentException("an empty range: " + least + ".." + most);
    }
    return new QuantityFormat(units, least, most);
  }

  /** The same format with a lower end only. */
  public QuantityFormat atLeast(long least) {
    return between(least, Long.MAX_VALUE);
  }

  @Override
  public Long parse(String text) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      throw new WrongValueException("is not " + units.noun(), expected());
    }
    String number = matcher.group(1);
    String unit = matcher.group(2);
    Long factor = units.factors().get(unit);
    if (factor == null) {
      throw unit.isEmpty() ? noUnit(number) : wrongUnit(number, unit);
    }
    return checked(new BigDecimal(number).multiply(BigDecimal.valueOf(factor)));
  }

  private Long checked(BigDecimal exact) {
    BigInteger whole = exact.toBigInteger();
    if (exact.compareTo(BigDecimal.valueOf(min)) < 0) {
      throw new WrongValueException("is too small", expected());
    }
    if (exact.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw new WrongValueException("is too large", expected());
    }
    if (exact.compareTo(new BigDecimal(whole)) != 0) {
      throw new WrongValueException("is finer than 1" + baseUnit(), expected());
    }
    return whole.longValueExact();
  }

  private WrongValueException noUnit(String number) {
    String unit = new BigDecimal(number).signum() == 0 ? baseUnit() : units.usual();
    String suggestion = unit.isEmpty() ? "" : ifAllowed(number + unit);
    return new WrongValueException("has no unit", expected(), suggestion);
  }

  /** A suggestion that would itself be refused is none. */
  private String ifAllowed(String suggestion) {
    try {
      parse(suggestion);
      return suggestion;
    } catch (WrongValueException e) {
      return "";
    }
  }

  private WrongValueException wrongUnit(String number, String unit) {
    return new WrongValueException(
        "has an unknown unit '" + unit + "'",
        expected(),
        units.meantBy(unit).map(meant -> ifAllowed(number + meant)).orElse(""));
  }

  private String baseUnit() {
    return units.factors().keySet().iterator().next();
  }

  /**
   * The value in the largest unit that gives a whole number: 90000000000 ns is {@code 90s}. From
   * 1000 on the next larger unit is taken if that gives a shorter number with at most three
   * decimals: {@code 1.5s}.
   */
  @Override
  public String print(Long value) {
    String text = value + baseUnit();
    long number = value;
    for (Map.Entry<String, Long> unit : units.factors().entrySet()) {
      long factor = unit.getValue();
      if (value == 0 || value % factor != 0) {
        // Every unit is a multiple of the one before: no larger one can divide the value.
        boolean longNumber = number >= 1000 || number <= -1000;
        return longNumber ? thousandths(value, factor, unit.getKey()).orElse(text) : text;
      }
      number = value / factor;
      text = number + unit.getKey();
    }
    return text;
  }

  private static Optional<String> thousandths(long value, long factor, String unit) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal size = BigDecimal.valueOf(factor);
    BigDecimal decimal = exact.divide(size, 3, RoundingMode.DOWN);
    boolean isShort = decimal.abs().compareTo(BigDecimal.valueOf(1000)) < 0;
    return isShort && decimal.multiply(size).compareTo(exact) == 0
        ? Optional.of(decimal.stripTrailingZeros().toPlainString() + unit)
        : Optional.empty();
  }

  @Override
  public String expected() {
    if (min == Long.MIN_VALUE && max == Long.MAX_VALUE) {
      return units.examples();
    }
    String range = max == Long.MAX_VALUE ? " or more" : " to " + print(max);
    return units.examples() + ", in the range " + print(min) + range;
  }
}
