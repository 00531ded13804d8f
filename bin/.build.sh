# shellcheck shell=sh
# Sourced by .launch.sh in a clone (a release archive does not have it): sets home to a build that is as new as the
# sources. Uses root, program, java_home and java from .launch.sh.
#
#   .dist/current         a line with the name of the newest build: replaced by a rename, so never half written
#   .dist/NAME/           a build (bin/, lib/); never changed once it is named, because running clusters use it
#   .dist/NAME/.started   as old as the build's view of the sources
#   .dist/work/           where Maven builds, on a copy of the sources: the clone's own target/ directories belong to
#                         the person (a `mvn verify` may be running there), and what is copied does not change meanwhile
#   .dist/lock            a symbolic link to "PID:START TIME" of the one who builds (made in one step, never empty)

use_build() {
    dist=$root/.dist
    check_dist
    if build_is_usable; then
        home=$dist/$build
        return
    fi
    [ "${MULTIHOST_BUILD-}" != never ] ||
        fail "there is no build in $dist, and MULTIHOST_BUILD=never forbids to make one."
    (build_under_lock) || exit $?
    read_current
    home=$dist/$build
}

# A build is run, so it must be of this user, or of whoever the clone is of: where others may write, it can be anyone's.
check_dist() {
    [ -d "$dist" ] && [ ! -O "$dist" ] || return 0
    [ "$(owner_of "$dist")" != "$(owner_of "$bin")" ] || return 0
    case :${MULTIHOST_ALLOW_FOREIGN-}: in
        *:"$dist":* | *:'*':*) return 0 ;;
    esac
    fail "$dist belongs to uid $(owner_of "$dist"), neither to you nor to the owner of this clone, so nothing in it" \
        "is run. Remove it, or set MULTIHOST_ALLOW_FOREIGN=$dist."
}

# Prints the number of the user that a file belongs to.
owner_of() {
    # shellcheck disable=SC2012 # there is no stat that is the same everywhere
    ls -ldn "$1" | { read -r _ _ uid _ && printf %s "$uid"; }
}

# Sets build: the name of the newest build, or nothing.
read_current() {
    build=''
    [ ! -r "$dist/current" ] || read -r build <"$dist/current" || build=''
    [ -n "$build" ] && [ -f "$dist/$build/lib/runner.jar" ] || build=''
}

build_is_usable() {
    read_current
    [ -n "$build" ] || return 1
    [ "${MULTIHOST_BUILD-}" != never ] || return 0
    # Directories count too: removing a file changes nothing else. A pattern that matches nothing is no file.
    [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/common/*/pom.xml "$root"/runner/*/pom.xml \
        "$root"/runner/dist/*/pom.xml "$root"/*/src/main "$root"/common/*/src/main "$root"/runner/*/src/main \
        "$root"/runner/dist/*/src/main \
        ! -path "$root/benchmarks/*" -newer "$dist/$build/.started" 2>/dev/null)" ]
}

build_under_lock() {
    mkdir -p "$dist" || exit 3
    take_lock
    trap 'rm -f "$dist/lock"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    build_is_usable || build_now # someone else may have built it while this one waited
}

take_lock() {
    me=$$:$(start_time $$)
    said=''
    # The link's target names no file, so that `ln` cannot take it for a directory.
    until ln -s "$me" "$dist/lock" 2>/dev/null; do
        owner=$(readlink "$dist/lock") || owner=''
        if [ -z "$owner" ]; then
            [ -w "$dist" ] || fail "cannot write to $dist, where the build goes."
        elif [ "$owner" = "${owner%%:*}:$(start_time "${owner%%:*}")" ]; then
            [ -n "$said" ] || said=$(say "waiting for the build of process ${owner%%:*}..." >&2 && echo yes)
            sleep 1
        else
            break_lock
        fi
    done
}

# Moves the lock of a dead process away. Should it have been replaced by a live one's in this moment, it goes back.
break_lock() {
    mv "$dist/lock" "$dist/lock.$$" 2>/dev/null || return 0
    moved=$(readlink "$dist/lock.$$")
    rm -f "$dist/lock.$$"
    [ "$moved" = "$owner" ] || ln -s "$moved" "$dist/lock" 2>/dev/null || :
}

# Prints when a process started, in whatever unit: with it a pid that is used again is told from the first. Nothing
# where there is no such process.
start_time() {
    if [ -d /proc/self ]; then
        stat=''
        [ ! -r "/proc/$1/stat" ] || read -r stat <"/proc/$1/stat" 2>/dev/null || :
        # The 22nd field; the 2nd is a name in parentheses, with any character in it.
        # shellcheck disable=SC2086
        set -- ${stat##*) }
        printf %s "${20-gone}"
    else
        found=$(LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null) || found=gone
        printf %s "$found"
    fi
}

say() {
    printf '%s: %s\n' "$program" "$*" >&2
}

build_now() {
    command -v mvn >/dev/null 2>&1 ||
        fail "this clone has no build yet or an old one, and building needs Maven (mvn)," \
        "which is not on the PATH. Install Maven 3.8 or newer, or use a release archive."
    [ -x "$java_home/bin/javac" ] || fail "building needs a JDK, but $named_by leads to $java, which has no javac" \
        "beside it. Set JAVA_HOME to a JDK of version 17 or newer."
    if [ -n "$build" ]; then
        say "building (sources have changed)..."
    else
        say "building (first use, about a minute)..."
    fi
    begun=$(date +%s)
    copy_sources
    log=$dist/build.log
    # MAVEN_OPTS and ~/.m2 are the person's own, on purpose: mirrors and proxies are set there.
    (cd "$work" && JAVA_HOME=$java_home mvn -B -q -Dstyle.color=never -Pquick package -pl runner/dist -am) \
        >"$log" 2>&1 </dev/null || build_failed
    publish
    say "built in $(($(date +%s) - begun)) s."
    prune
}

copy_sources() {
    work=$dist/work
    mkdir -p "$work"
    : >"$work/.started"
    for copied in "$work"/bin "$work"/.mvn "$work"/examples "$work"/docs "$work"/*/src "$work"/*/pom.xml \
        "$work"/common/*/src "$work"/common/*/pom.xml "$work"/runner/*/src "$work"/runner/*/pom.xml \
        "$work"/runner/dist/*/src "$work"/runner/dist/*/pom.xml; do
        rm -rf "$copied"
    done
    cp -Rp "$bin" "$work/bin"
    for source in "$root/pom.xml" "$root/.mvn" "$root"/*.md "$root/LICENSE" "$root/examples" "$root/docs"; do
        [ ! -e "$source" ] || cp -Rp "$source" "$work/"
    done
    for source in "$root"/*/pom.xml "$root"/common/*/pom.xml "$root"/runner/*/pom.xml "$root"/runner/dist/*/pom.xml; do
        [ -f "$source" ] || continue
        module=${source%/pom.xml}
        copy=$work${module#"$root"}
        mkdir -p "$copy/src"
        cp -p "$source" "$copy/"
        [ ! -d "$module/src/main" ] || cp -Rp "$module/src/main" "$copy/src/"
    done
}

build_failed() {
    status=$?
    [ "$status" -lt 128 ] || exit "$status"
    grep -v -e 'Help 1' -e 'Re-run Maven' -e 'the full stack trace' -e 'For more information about' -e '^\[ERROR\] *$' \
        "$log" | sed "s/$(printf '\033')\[[0-9;]*m//g" | tail -n 25 >&2
    say "the build failed. Its whole output is in $log."
    if grep -Eq 'Unknown host|Could not transfer|offline mode|Connection (refused|timed out)' "$log"; then
        say "Maven needs the network once, for what the build uses; after that it works offline."
    fi
    exit 3
}

publish() {
    name=build-$(date +%Y%m%d-%H%M%S)-$$
    set -- "$work"/runner/dist/target/runner-*/lib/runner.jar
    [ $# -eq 1 ] && [ -f "$1" ] ||
        fail "the build made $# distributions instead of one: $*. Remove $work and try again."
    built=${1%/lib/runner.jar}
    mv "$work/.started" "$built/.started"
    mv "$built" "$dist/$name"
    echo "$name" >"$dist/current.$$"
    mv -f "$dist/current.$$" "$dist/current"
    make_archives
}

# Those of the JDK that has built; without them it only starts more slowly.
make_archives() {
    JAVA_HOME=$java_home MULTIHOST_JAVA_HOME=$java_home MULTIHOST_BUILD=never "$bin/runner" warm \
        >"$dist/archives.log" 2>&1 </dev/null || say "its start archives could not be made; see $dist/archives.log."
}

# Removes old builds, but the newest two and those that a process still runs from.
prune() {
    running=$(ps -A -ww -o args= 2>/dev/null || ps -o args=) || return 0
    # shellcheck disable=SC2012 # the names are our own: no surprises in them
    ls -1 "$dist" | grep '^build-[0-9]' | sort -r | tail -n +3 | while read -r old; do
        case $running in
            *"$dist/$old/"* | *"multihost.home=$dist/$old "*) ;;
            *) rm -rf "${dist:?}/$old" ;;
        esac
    done
}
