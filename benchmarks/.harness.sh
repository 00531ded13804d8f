# shellcheck shell=sh
# Sourced by run. Finds the jar of the test harness, which is no part of the product, and what its users have beside it:
# JUnit. Both come from the module's own build, which writes the class path beside its jar.
#
#   test-harness/target/        where `mvn package` makes them
#   .dist/NAME/test-harness/    where they are kept with the build that bin/runner uses; made here when they are wanted

say() {
    printf '%s: %s\n' "$program" "$*" >&2
}

# Sets other_home: the home directory of the installation that is compared with; a clone is built first if it must be.
# Both get their start archives now, or the one that happens to have them would be quicker.
find_other_home() {
    "$against/bin/runner" --version >/dev/null || fail "--against: $against/bin/runner does not run."
    if [ -f "$against/pom.xml" ]; then
        read -r other_build <"$against/.dist/current" || fail "--against: there is no build in $against/.dist."
        other_home=$against/.dist/$other_build
    else
        other_home=$against
    fi
    for each in "$home" "$other_home"; do
        "$each/bin/runner" warm >/dev/null || say "no start archives could be made for $each."
    done
}

# Prints the class path of the other installation's test harness; nothing where there is no build of it and none can be
# made. Runs in a shell of its own, so that what it sets stays there.
find_other_harness() {
    if [ -f "$against/pom.xml" ]; then
        root=$against bin=$against/bin dist=$against/.dist home=$other_home product=''
        # shellcheck source=bin/.build.sh
        . "${self%/*}/.build.sh"
        find_harness
        printf %s "$harness"
    else
        say "a release archive has no test harness, so the part test-class is left out for $against."
    fi
}

# Sets harness: the class path; nothing where there is no build of it. Uses root, home, product and java_home.
find_harness() {
    if [ -z "$product" ] && [ -n "${dist-}" ]; then
        # In a shell of its own: without the harness the other parts can still be measured.
        [ -f "$home/test-harness/class-path" ] || (build_harness) ||
            say "the test harness could not be built, so the part test-class is left out."
        use_harness "$home/test-harness" || :
    else
        # Nothing is built for a product that was built elsewhere.
        newest=''
        for directory in "$root/test-harness/target" "$root"/.dist/build-*/test-harness; do
            [ -f "$directory/class-path" ] || continue
            if [ -z "$newest" ] || [ "$directory/class-path" -nt "$newest/class-path" ]; then
                newest=$directory
            fi
        done
        if [ -n "$newest" ] && use_harness "$newest"; then
            return
        fi
        say "there is no build of the test harness, so the part test-class is left out. Make one with" \
            "\`mvn package -DskipTests -pl test-harness -am\`, or run the benchmark once without --product."
    fi
}

# $1: a directory with both
use_harness() {
    for jar in "$1"/runner-junit-*[0-9].jar; do
        [ -f "$jar" ] && [ -r "$1/class-path" ] || return 1
        harness=$jar:$(cat "$1/class-path")
    done
}

build_harness() {
    command -v mvn >/dev/null 2>&1 || fail "building the test harness needs Maven (mvn), which is not on the PATH."
    take_lock
    trap 'rm -f "$dist/lock"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    say "building the test harness (once for each build, about a minute)..."
    copy_sources
    log=$dist/harness.log
    (cd "$work" && JAVA_HOME=$java_home mvn -B -q -Dstyle.color=never -Pquick package -pl test-harness -am) \
        >"$log" 2>&1 </dev/null || build_failed
    part=$home/test-harness.$$
    rm -rf "$part"
    # A rename, so that it is never half there.
    if ! { mkdir "$part" &&
        cp -p "$work"/test-harness/target/runner-junit-*[0-9].jar "$work/test-harness/target/class-path" "$part/" &&
        mv "$part" "$home/test-harness"; }; then
        rm -rf "$part"
        fail "the test harness could not be kept in $home."
    fi
}
