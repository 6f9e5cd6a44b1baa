# shellcheck shell=bash
# Finds the tools that tscwatch is built and run with, and installs them where it may.
# Sourced by the launchers; everything it says goes to the standard error.

# Exit codes of sysexits.h: apart from the verdicts of tscwatch, which are 0 to 3.
readonly EX_USAGE=64 EX_UNAVAILABLE=69 EX_SOFTWARE=70 EX_CANTCREAT=73
export EX_USAGE EX_SOFTWARE EX_CANTCREAT
readonly OLDEST_JAVA=17

say() {
  printf 'tscwatch: %s\n' "$*" >&2
}

# fail EXIT-CODE MESSAGE...: each further argument is a line of its own.
fail() {
  local code=$1 line
  shift
  for line in "$@"; do say "$line"; done
  exit "$code"
}

# bash knows what it was built for, which saves the start of uname.
require_platform() {
  [[ $OSTYPE == linux* && $HOSTTYPE == x86_64 ]] ||
    fail "$EX_UNAVAILABLE" "this is ${OSTYPE} on ${HOSTTYPE}; tscwatch judges the TSC of Linux on x86-64 only."
}

# java_version HOME: sets REPLY to the full version of the JDK or JRE in HOME, or fails.
# Read from its "release" file, a line such as JAVA_RUNTIME_VERSION="17.0.15+6", because
# starting a JVM to ask takes longer than all the rest of the launcher.
java_version() {
  local line version='' runtime=''
  [[ -r $1/release ]] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*) version=${line#*=} ;;
      JAVA_RUNTIME_VERSION=*) runtime=${line#*=} ;;
    esac
  done <"$1/release"
  REPLY=${runtime:-$version}
  REPLY=${REPLY//\"/}
  [[ $REPLY =~ ^[0-9]+ ]]
}

# usable_java PROGRAM HOME: whether HOME has PROGRAM and is recent enough.
usable_java() {
  [[ -x $2/bin/$1 ]] && java_version "$2" && ((${REPLY%%[!0-9]*} >= OLDEST_JAVA))
}

# find_java PROGRAM: sets REPLY to the home of a Java that has PROGRAM (java or javac), or fails.
# JAVA_HOME comes first, then the PATH, then what is installed.
find_java() {
  local program=$1 found home
  if [[ -n ${JAVA_HOME-} ]] && usable_java "$program" "$JAVA_HOME"; then
    REPLY=$JAVA_HOME
    return
  fi
  if found=$(type -P "$program"); then
    home=$(readlink -f "$found")
    home=${home%/bin/*}
    if usable_java "$program" "$home"; then
      REPLY=$home
      return
    fi
  fi
  for home in "${TSCWATCH_JVM_FOLDER:-/usr/lib/jvm}"/*; do
    if usable_java "$program" "$home"; then
      REPLY=$home
      return
    fi
  done
  return 1
}

have_c_compiler() {
  type -P "${CC:-cc}" >/dev/null &&
    "${CC:-cc}" -E -x c - <<<$'#include <stdio.h>\n#include <linux/rseq.h>' >/dev/null 2>&1
}

# The oldest JDK that will do and that this system's archive has: the default one of
# Ubuntu 22.04 is 11, and Debian 13 has no 17.
jdk_package() {
  local package
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless; do
    if [[ -n $(apt-cache search --names-only "^$package\$" 2>/dev/null) ]]; then
      printf '%s' "$package"
      return
    fi
  done
  printf 'default-jdk-headless'
}

# missing_packages: sets the array MISSING to what the build lacks, as Debian's package names.
missing_packages() {
  MISSING=()
  find_java javac || MISSING+=("$(jdk_package)")
  type -P mvn >/dev/null || MISSING+=(maven)
  have_c_compiler || MISSING+=(gcc libc6-dev)
}

# ensure_tools LOG: makes sure of a JDK, Maven and a C compiler. Installs them as root with apt,
# whose output goes to LOG, else says what to type.
ensure_tools() {
  local log=$1
  local -a MISSING
  missing_packages
  ((${#MISSING[@]})) || return 0
  if ! type -P apt-get >/dev/null; then
    fail "$EX_UNAVAILABLE" "the build needs a JDK >= $OLDEST_JAVA, Maven and a C compiler with its headers." \
      "Not found: what Debian calls ${MISSING[*]}. Install it with this system's package manager."
  fi
  if ((EUID != 0)); then
    fail "$EX_UNAVAILABLE" "the build needs ${MISSING[*]}. Type:" \
      "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${MISSING[*]}"
  fi
  say "installing what the build needs with apt, once: ${MISSING[*]}"
  if ! install_missing >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    fail "$EX_UNAVAILABLE" "apt could not install it; all of its output is in $log"
  fi
  missing_packages
  ((${#MISSING[@]} == 0)) || fail "$EX_UNAVAILABLE" "apt installed what it has, but this is still missing: ${MISSING[*]}"
}

install_missing() {
  apt-get update || return
  # Which JDK there is, apt knows only now.
  missing_packages
  DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends -o Dpkg::Use-Pty=0 "${MISSING[@]}"
}
