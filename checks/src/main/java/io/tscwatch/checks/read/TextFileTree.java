package io.tscwatch.checks.read;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file tree that is held in memory: the generated files of a simulated machine, the files of a
 * record, the literal files of a test. What it does not hold is absent.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class TextFileTree implements FileTree {

  private final NavigableMap<String, String> textByPath;

  private TextFileTree(NavigableMap<String, String> textByPath) {
    this.textByPath = textByPath;
  }

  /** A tree of the given files, by absolute path. */
  public static TextFileTree of(Map<String, String> textByPath) {
    return new TextFileTree(new TreeMap<>(textByPath));
  }

  /** This tree with files added; a file that is already there is replaced. */
  public TextFileTree plus(Map<String, String> more) {
    NavigableMap<String, String> merged = new TreeMap<>(textByPath);
    merged.putAll(more);
    return new TextFileTree(merged);
  }

  @Override
  public Reading<String> read(String path) {
    String text = textByPath.get(path);
    return text == null ? Reading.absent(path + " does not exist") : Reading.present(text);
  }

  @Override
  public Reading<List<String>> list(String path) {
    String prefix = path + "/";
    // '0' is the character after '/': the range holds exactly what begins with the prefix.
    Set<String> names = new LinkedHashSet<>();
    for (String file : textByPath.subMap(prefix, true, path + "0", false).keySet()) {
      int end = file.indexOf('/', prefix.length());
      names.add(end < 0 ? file.substring(prefix.length()) : file.substring(prefix.length(), end));
    }
    return names.isEmpty()
        ? Reading.absent(path + " does not exist")
        : Reading.present(List.copyOf(names));
  }
}
