# shellcheck shell=bash
# Builds the tree at $root, which the launcher sets. Sourced by the launchers, after tools.bash.
# shellcheck disable=SC2034,SC2154 # names that cross the files: root in, folders out

# What a build leaves besides Maven's target folders.
readonly build_folder=$root/.build
readonly jar=$root/daemon/target/tscwatch.jar
readonly lib_folder=$root/daemon/target/lib
readonly native_folder=$root/daemon/target/native

# Whether the jars are at least as new as all sources. Folders count: their times tell of deletions.
build_is_current() {
  [[ -e $build_folder/built && -e $jar ]] &&
    [[ -z $(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main \
      -newer "$build_folder/built" -print -quit) ]]
}

# Takes the lock on the tree for the rest of this process: builds do not run into each other.
lock_tree() {
  mkdir -p "$build_folder" 2>/dev/null || true
  if [[ ! -w $build_folder ]]; then
    fail "$EX_CANTCREAT" "this tree has to be built, and you may not write to $build_folder." \
      "Run ./tscwatch --version once as a user who may."
  fi
  exec {lock}>"$build_folder/lock"
  if ! flock --nonblock "$lock"; then
    say "waiting for another build of this tree"
    flock "$lock"
  fi
}

# run_maven LOG FILTER ARGUMENT...: the whole output into LOG, each line also to the function
# FILTER. The exit code is Maven's.
run_maven() {
  local log=$1 filter=$2
  shift 2
  find_java javac
  # The lock is not for a daemon that Maven may leave behind.
  (cd "$root" && JAVA_HOME=$REPLY mvn --batch-mode "$@") {lock}>&- </dev/null 2>&1 |
    tee "$log" | "$filter"
}

# Maven's output as a line for each module.
show_modules() {
  local line downloads=0
  while IFS= read -r line; do
    case $line in
      *'] Building tscwatch '[a-z]*)
        line=${line##*Building tscwatch }
        say "  ${line%% *}"
        ;;
      *Downloading\ from*) ((downloads++)) || say "  downloading what the build needs, once" ;;
    esac
  done
}

build() {
  lock_tree
  # Another process may have built it while this one waited.
  if build_is_current; then return; fi
  ensure_tools "$build_folder/install.log"
  say "building, once (log: .build/build.log)"
  # Dated before the build starts: what is edited meanwhile is built next time.
  touch "$build_folder/building"
  # Both: the tests of the C kernel are not Maven's own, and heed skipTests only.
  # And what the program is made of only: the laboratory brings a benchmark harness.
  if ! run_maven "$build_folder/build.log" show_modules -DskipTests -Dmaven.test.skip=true package \
    --projects daemon --also-make; then
    grep -m 20 '^\[ERROR\]' "$build_folder/build.log" >&2 || tail -n 20 "$build_folder/build.log" >&2
    fail "$EX_SOFTWARE" "the build failed; all of its output is in $build_folder/build.log"
  fi
  mv "$build_folder/building" "$build_folder/built"
}
