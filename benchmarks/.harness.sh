# shellcheck shell=sh
# Sourced by run. Finds the jar of the test harness, which is no part of the product, and what its users have beside it:
# JUnit. Both come from the module's own build, which writes the class path beside its jar.
#
#   test-harness/target/        where `mvn package` makes them
#   .dist/NAME/test-harness/    where they are kept with the build that bin/runner uses; made here when they are wanted

say() {
    printf '%s: %s\n' "$program" "$*" >&2
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
        harness_jar=$jar harness=$jar:$(cat "$1/class-path")
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
