# shellcheck shell=bash
# Makes the Debian package of the tree at $root. Sourced by tscwatch, after build.bash.
# shellcheck disable=SC2154 # names that cross the files

package() {
  if (($#)); then
    fail "$EX_USAGE" "package takes no arguments." \
      "Usage: ./tscwatch package   makes daemon/target/tscwatch_VERSION_amd64.deb"
  fi
  lock_tree
  ensure_tools "$build_folder/install.log"
  say "packaging (log: .build/package.log)"
  if ! run_maven "$build_folder/package.log" show_modules -P deb -DskipTests -Dmaven.test.skip=true package \
    --projects daemon --also-make; then
    grep -m 20 '^\[ERROR\]' "$build_folder/package.log" >&2 || tail -n 20 "$build_folder/package.log" >&2
    fail "$EX_SOFTWARE" "no package; all of the output is in $build_folder/package.log"
  fi
  printf '%s\n' "$root"/daemon/target/tscwatch_*_amd64.deb
}
