package io.tscwatch.config;

import io.tscwatch.config.SettingKey.Effect;
import java.util.List;

/**
 * What a reload changes.
 *
 * @param changed every key whose value differs, in the order of {@link SettingKeys#all()}
 */
public record SettingsChange(List<Changed> changed) {

  /**
   * One key whose value differs.
   *
   * @param key its path, such as {@code http.listen}
   * @param from the old value, as in a file
   * @param to the new value, as in a file
   * @param effect when the new value takes effect
   */
  public record Changed(String key, String from, String to, Effect effect) {

    /** For example {@code http.listen: 127.0.0.1:9742 -> none (at restart)}. */
    @Override
    public String toString() {
      String when = effect == Effect.AT_ONCE ? "at once" : "at restart";
      return key + ": " + from + " -> " + to + " (" + when + ")";
    }
  }

  public SettingsChange {
    changed = List.copyOf(changed);
  }

  /** The difference between what a daemon runs with and what it was just told. */
  public static SettingsChange between(Settings running, Settings loaded) {
    return new SettingsChange(
        SettingKeys.all().stream()
            .filter(key -> !key.of(running).equals(key.of(loaded)))
            .map(
                key ->
                    new Changed(
                        key.path(), key.printed(running), key.printed(loaded), key.effect()))
            .toList());
  }

  public boolean isEmpty() {
    return changed.isEmpty();
  }

  /** What a running daemon takes up. */
  public List<Changed> atOnce() {
    return with(Effect.AT_ONCE);
  }

  /** What waits for the next start. */
  public List<Changed> atRestart() {
    return with(Effect.AT_RESTART);
  }

  private List<Changed> with(Effect effect) {
    return changed.stream().filter(each -> each.effect() == effect).toList();
  }
}
