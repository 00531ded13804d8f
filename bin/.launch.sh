# shellcheck shell=sh
# Sourced by runner, coordinator and worker, which set `program` and `self` (their own path, links resolved).
# Finds the home directory (the one with lib/) and Java, and becomes the Java process. A warm start is meant to fork
# as little as possible, because each fork costs as much as a whole shell function: hence parameter expansion and
# `read` where `dirname`, `uname` or `java -version` would be shorter.

fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 3
}

# Sets root: the directory above bin/, absolute. Forks only for a path that needs normalizing.
find_root() {
    self=${self#./}
    case $self in
        /*) ;;
        *) self=$PWD/$self ;;
    esac
    bin=${self%/*}
    case $bin/ in
        */./* | */../* | *//*) bin=$(CDPATH='' cd -P -- "$bin" && pwd -P) ;;
    esac
    root=${bin%/*}
}

# Sets home: a release archive's own root, or the newest build of a clone.
find_home() {
    if [ -f "$root/lib/runner.jar" ]; then
        home=$root
    elif [ -f "$root/pom.xml" ] && [ -f "$bin/.build.sh" ]; then
        # shellcheck source=bin/.build.sh
        . "$bin/.build.sh"
        use_build
    else
        fail "$root has no lib/runner.jar: unpack the release archive again, or run it from a complete clone."
    fi
}

# Sets java_home, java and named_by (what chose it).
find_java() {
    if [ -n "${MULTIHOST_JAVA_HOME-}" ]; then
        java_home=$MULTIHOST_JAVA_HOME named_by=MULTIHOST_JAVA_HOME
    elif [ -n "${JAVA_HOME-}" ]; then
        java_home=$JAVA_HOME named_by=JAVA_HOME
    else
        find_java_on_path
        return
    fi
    java=$java_home/bin/java
    [ -f "$java" ] && [ -x "$java" ] || fail "$named_by is $java_home, which has no bin/java." \
        "Point it at a JDK of version 17 or newer, or unset it."
}

find_java_on_path() {
    java='' java_home='' named_by=PATH
    rest=$PATH:
    while [ -n "$rest" ]; do
        candidate=${rest%%:*}/java
        rest=${rest#*:}
        if [ -f "$candidate" ] && [ -x "$candidate" ]; then
            java=$candidate
            break
        fi
    done
    # macOS has a /usr/bin/java that only points elsewhere, or opens a dialogue when there is nothing to point at.
    if [ "$java" = /usr/bin/java ] && [ -x /usr/libexec/java_home ]; then
        java_home=$(/usr/libexec/java_home -v 17+ 2>/dev/null) || java_home=''
        java=${java_home:+$java_home/bin/java}
    fi
    [ -n "$java" ] || fail "no Java found by MULTIHOST_JAVA_HOME, JAVA_HOME or PATH." \
        "Install a JDK of version 17 or newer, or set JAVA_HOME to one."
    if [ -z "$java_home" ] && [ -h "$java" ]; then
        java=$(readlink -f "$java" 2>/dev/null) || java=$candidate
    fi
    java_home=${java%/bin/java}
}

# Sets java_version (major), java_os and java_arch from the JDK's own release file; empty where it does not say.
read_release() {
    java_version='' java_os='' java_arch=''
    [ -r "$java_home/release" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        value=${line#*=\"}
        value=${value%%\"*}
        case $line in
            JAVA_VERSION=*) set_version "$value" ;;
            OS_ARCH=*) java_arch=$value ;;
            OS_NAME=*)
                java_os=$value
                [ -z "$java_arch" ] || break # these stand in alphabetical order: nothing of interest follows
                ;;
        esac
    done <"$java_home/release"
}

# 17.0.15 -> 17, 1.8.0_392 -> 8
set_version() {
    java_version=${1#1.}
    java_version=${java_version%%[!0-9]*}
}

check_java() {
    read_release
    if [ -z "$java_version" ]; then
        said=$("$java" -version 2>&1) || fail "$java (found by $named_by) does not run: $said"
        said=${said#*version \"}
        set_version "${said%%\"*}"
    fi
    [ "${java_version:-0}" -ge 17 ] || fail "Java 17 or newer is needed, but $named_by leads to Java" \
        "${java_version:-of an unknown version} ($java). Set MULTIHOST_JAVA_HOME to a newer JDK."
}

# Sets native: where the unpacked JNA library for this JVM is, or nothing (JNA then unpacks its own at every start).
find_native() {
    native=''
    case $java_os-$java_arch in
        Linux-x86_64 | Linux-amd64) native=$home/lib/native/linux-x86-64 ;;
        Linux-aarch64) native=$home/lib/native/linux-aarch64 ;;
        Darwin-x86_64) native=$home/lib/native/darwin-x86-64 ;;
        Darwin-aarch64) native=$home/lib/native/darwin-aarch64 ;;
    esac
    [ -d "$native" ] || native=''
}

# Which of stdout (1) and stderr (2) are terminals: Java 17 cannot tell.
find_terminals() {
    terminals=''
    [ ! -t 1 ] || terminals=1
    [ ! -t 2 ] || terminals=${terminals}2
}

# Sets typed: what a person types to call this program again.
find_typed() {
    typed=$0
    case :$PATH: in
        *":${0%/*}:"*) typed=${0##*/} ;;
    esac
}

prepare() {
    find_root
    find_java
    check_java
    find_home
}

launch_runner() {
    prepare
    find_native
    find_terminals
    find_typed
    set -- -jar "$home/lib/runner.jar" "$@"
    [ -z "$native" ] || set -- "-Djna.boot.library.path=$native" -Djna.nounpack=true "$@"
    set -f # MULTIHOST_JAVA_OPTS is split into words on purpose, but its words are no patterns
    # shellcheck disable=SC2086
    exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -XX:-UsePerfData -Xmx256m \
        -Dfile.encoding=UTF-8 -Dcom.zaxxer.nuprocess.enableShutdownHook=false \
        "-Dmultihost.home=$home" "-Dmultihost.terminals=$terminals" \
        "-Dmultihost.program=$typed" ${MULTIHOST_JAVA_OPTS-} "$@"
}

# $1: the main class; then its arguments. A server that may run for long: no limit on its compiler or its heap.
launch_member() {
    prepare
    set -f
    # shellcheck disable=SC2086
    exec "$java" -Xshare:auto -XX:-UsePerfData -Dfile.encoding=UTF-8 "-Dmultihost.home=$home" \
        ${MULTIHOST_JAVA_OPTS-} -cp "$home/lib/members.jar" "$@"
}
