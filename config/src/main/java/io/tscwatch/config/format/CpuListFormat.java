package io.tscwatch.config.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU numbers in the kernel's list format ({@code 0-3,8}; Documentation/admin-guide/
 * kernel-parameters.rst, "cpu lists", without its strides), checked and kept as text: which CPUs
 * exist is not known here.
 */
public final class CpuListFormat implements ValueFormat<String> {

  public static final CpuListFormat CPU_LIST = new CpuListFormat();

  private static final int MAX_CPU = 65_535;
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  private CpuListFormat() {}

  @Override
  public String parse(String text) {
    String list = text.replace(" ", "");
    for (String part : list.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw new WrongValueException("is not a CPU list", expected());
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw new WrongValueException(
            "has a range that runs backwards", expected(), list.replace(part, last + "-" + first));
      }
      if (last > MAX_CPU) {
        throw new WrongValueException("names a CPU beyond " + MAX_CPU, expected());
      }
    }
    return list;
  }

  @Override
  public String print(String value) {
    return value;
  }

  @Override
  public String expected() {
    return "a CPU list, such as 0-3,8";
  }
}
