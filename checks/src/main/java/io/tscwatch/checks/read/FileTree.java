package io.tscwatch.checks.read;

import java.util.List;

/**
 * The small text files of a machine (sysfs, procfs), read by absolute path.
 *
 * <p>The real tree reads the running machine; a simulated machine generates the same text; a record
 * plays it back. Everything that understands those files is a pure function of what this returns.
 */
public interface FileTree {

  /**
   * The whole text of one file. One of more than 1 MiB is cut after the last whole line within the
   * first: only {@code /proc/cpuinfo} of machines with many hundreds of CPUs is that long, and one
   * CPU's part of it is enough.
   *
   * @param path absolute, for example {@code /sys/devices/system/cpu/online}
   */
  Reading<String> read(String path);

  /**
   * The names (not paths) in a folder, in natural order, without {@code .} and {@code ..}.
   *
   * @param path absolute, without a slash at its end
   */
  Reading<List<String>> list(String path);
}
