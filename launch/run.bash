# shellcheck shell=bash
# Runs the jar that was built at $root. Sourced by tscwatch, after build.bash.
# shellcheck disable=SC2154 # names that cross the files: the folders of build.bash

# What the package installs besides the jars.
readonly installed=$root/systemd/src/dist/root/usr/lib/tscwatch

# Small and quick to start rather than fast after minutes: one collector thread, C1 only.
# The heap holds the matrices of 2048 CPUs and leaves the process below 512 MiB.
java_flags=(
  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx320m -XX:-UsePerfData
  # Standard output is the program's, and an archive that does not fit is no news.
  -Xlog:disable '-Xlog:all=warning,cds*=off:stderr'
  # The root locale only: the package's jvm.options say why.
  -Djava.locale.providers=SPI
  # From the build's folder: nothing is unpacked, which fails where /tmp is noexec.
  -Djna.nounpack=true "-Djna.boot.library.path=$native_folder" "-Djna.library.path=$native_folder"
  "-Dorg.sqlite.lib.path=$native_folder"
  # Where libsystemd may be. Without this JNA runs ldconfig at each start to find it out.
  -Djna.platform.library.path=/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu:/usr/lib64:/lib64:/usr/lib:/lib
)

# archive_is_current ARCHIVE: whether it was made after each jar of the class path. An empty one says that
# this JVM could not make any.
archive_is_current() {
  local built
  for built in "$jar" "$lib_folder"/*.jar; do
    [[ $1 -nt $built ]] || return 1
  done
}

# Makes ARCHIVE, the classes of a typical run of a command ready to be mapped (AppCDS): it halves the start.
# make_archive JAVA ARCHIVE COMMAND
make_archive() {
  local java=$1 archive=$2 command=$3
  [[ -w $build_folder ]] || return 0
  if [[ -z ${lock-} ]]; then lock_tree; fi
  if archive_is_current "$archive"; then return; fi
  say "preparing a faster start, once"
  local old
  for old in "$build_folder"/*.jsa; do
    archive_is_current "$old" || rm -f "$old"
  done
  if [[ $command == daemon ]]; then
    "$installed/archive-classes" "$java" "$archive" "$jar" "${java_flags[@]}" >"$build_folder/archive.log" 2>&1
    [[ -s $archive ]] || : >"$archive"
    return
  fi
  timeout 60 "$java" "${java_flags[@]}" -XX:ArchiveClassesAtExit="$archive.new" -jar "$jar" check \
    </dev/null >"$build_folder/archive.log" 2>&1 || true
  # Tried before it is used: a JVM that is given half an archive does not ignore it but dies.
  if [[ -s $archive.new ]] && "$java" "${java_flags[@]}" -XX:SharedArchiveFile="$archive.new" \
    -XX:ErrorFile=/dev/null -jar "$jar" --version >>"$build_folder/archive.log" 2>&1; then
    mv "$archive.new" "$archive"
  else
    rm -f "$archive.new"
    : >"$archive"
  fi
}

# Replaces this process by the program.
run() {
  local java archive name=classes
  find_java java || fail "$EX_UNAVAILABLE" "no Java >= $OLDEST_JAVA: not in JAVA_HOME, not on the PATH, not installed."
  java=$REPLY/bin/java
  java_version "$REPLY"
  # The heap of a service, as the package gives it: the last word on a setting counts.
  if [[ ${1-} == daemon ]]; then
    name=daemon
    java_flags+=("@$installed/daemon.options")
    # As the installed launcher does, and for its reason.
    export MALLOC_ARENA_MAX=1
  fi
  # An archive fits just the JVM that made it; another one would ignore it.
  archive=$build_folder/$name-${REPLY//[^A-Za-z0-9.+-]/_}.jsa
  if ! archive_is_current "$archive"; then make_archive "$java" "$archive" "${1-}"; fi
  if [[ -s $archive ]]; then
    java_flags+=(-XX:SharedArchiveFile="$archive")
  fi
  if [[ -n ${lock-} ]]; then exec {lock}>&-; fi
  exec "$java" "${java_flags[@]}" -jar "$jar" "$@"
}
