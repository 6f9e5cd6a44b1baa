# shellcheck shell=bash
# Builds and runs the laboratory of the tree at $root. Sourced by tscwatch, after build.bash.
# shellcheck disable=SC2154 # names that cross the files

bench_is_current() {
  [[ -e $build_folder/bench-built && -e $root/bench/target/bench.jar ]] &&
    [[ -z $(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main \
      -newer "$build_folder/bench-built" -print -quit) ]]
}

# The laboratory and all that it measures: a new build of the program, too.
build_bench() {
  lock_tree
  if bench_is_current; then return; fi
  ensure_tools "$build_folder/install.log"
  say "building the laboratory, once (log: .build/bench-build.log)"
  touch "$build_folder/building"
  if ! run_maven "$build_folder/bench-build.log" show_modules -DskipTests -Dmaven.test.skip=true package \
    --projects bench --also-make; then
    grep -m 20 '^\[ERROR\]' "$build_folder/bench-build.log" >&2 || tail -n 20 "$build_folder/bench-build.log" >&2
    fail "$EX_SOFTWARE" "the build failed; all of its output is in $build_folder/bench-build.log"
  fi
  cp "$build_folder/building" "$build_folder/bench-built" --preserve=timestamps
  mv "$build_folder/building" "$build_folder/built"
}

# Replaces this process by the laboratory. It runs as the JVM likes it; what it starts of the program runs
# as the launcher or the package would run it.
bench() {
  if ! bench_is_current; then build_bench; fi
  find_java java
  if [[ -n ${lock-} ]]; then exec {lock}>&-; fi
  exec "$REPLY/bin/java" -Xmx2g -XX:+UseSerialGC "-Dtscwatch.root=$root" -Djna.nounpack=true \
    "-Djna.boot.library.path=$native_folder" \
    "-Djna.library.path=$native_folder:$root/bench/target/classes/linux-x86-64" \
    "-Dorg.sqlite.lib.path=$native_folder" -jar "$root/bench/target/bench.jar" "$@"
}
