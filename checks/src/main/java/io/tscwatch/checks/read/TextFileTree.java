package io.tscwatch.checks.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file tree that is held in memory: the generated files of a simulated machine, the files of a
 * record, the literal files of a test. What it does not hold is absent.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class TextFileTree implements FileTree {

  private final Map<String, String> textByPath;

  private TextFileTree(Map<String, String> textByPath) {
    this.textByPath = textByPath;
  }

  /** A tree of the given files, by absolute path. */
  public static TextFileTree of(Map<String, String> textByPath) {
    return new TextFileTree(new HashMap<>(textByPath));
  }

  /** This tree with files added; a file that is already there is replaced. */
  public TextFileTree plus(Map<String, String> more) {
    Map<String, String> merged = new HashMap<>(textByPath);
    merged.putAll(more);
    return new TextFileTree(merged);
  }

  @Override
  public Reading<String> read(String path) {
    String text = textByPath.get(path);
    return text == null ? Reading.absent(path + " does not exist") : Reading.present(text);
  }

  /** Looks at every path: meant for the few folders that are listed, not for walking the tree. */
  @Override
  public Reading<List<String>> list(String path) {
    String prefix = path + "/";
    Set<String> names = new TreeSet<>();
    for (String file : textByPath.keySet()) {
      if (file.startsWith(prefix)) {
        int end = file.indexOf('/', prefix.length());
        names.add(end < 0 ? file.substring(prefix.length()) : file.substring(prefix.length(), end));
      }
    }
    return names.isEmpty()
        ? Reading.absent(path + " does not exist")
        : Reading.present(List.copyOf(names));
  }
}
