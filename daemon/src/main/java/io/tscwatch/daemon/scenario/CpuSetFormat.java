package io.tscwatch.daemon.scenario;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.config.format.CpuListFormat;
import io.tscwatch.config.format.ValueFormat;
import io.tscwatch.config.format.WrongValueException;

/**
 * CPUs of one machine, in the kernel's list format; {@code all} is every one of them.
 *
 * @param present the CPUs that the machine has
 */
record CpuSetFormat(CpuSet present) implements ValueFormat<CpuSet> {

  @Override
  public CpuSet parse(String text) {
    if (text.strip().equals("all")) {
      return present;
    }
    CpuSet cpus = CpuSet.parse(CpuListFormat.CPU_LIST.parse(text));
    CpuSet unknown = cpus.minus(present);
    if (!unknown.isEmpty()) {
      throw new WrongValueException("names CPUs that the machine has not: " + unknown, expected());
    }
    return cpus;
  }

  @Override
  public String print(CpuSet value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return "all, or a list of CPUs of " + present + ", such as 0,2";
  }
}
