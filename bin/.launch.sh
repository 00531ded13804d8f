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

# Sets java_version (major), java_build, java_vendor, java_os and java_arch from the JDK's own release file; empty where
# it does not say.
read_release() {
    java_version='' java_build='' java_vendor='' java_os='' java_arch=''
    [ -r "$java_home/release" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        value=${line#*=\"}
        value=${value%%\"*}
        case $line in
            IMPLEMENTOR=*) java_vendor=$value ;;
            JAVA_RUNTIME_VERSION=*) java_build=$value ;;
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

# Sets archives: the directory of the start archives for this installation and this JDK, which need not exist; nothing
# where they are not wanted, or not possible. An archive fits only the build of the JDK that made it, and these very
# jars.
find_archives() {
    archives=''
    [ "${MULTIHOST_ARCHIVES-}" != never ] && [ -n "$java_build" ] && [ -r "$home/lib/id" ] || return 0
    read -r id <"$home/lib/id" || return 0
    key=$java_vendor-$java_build-$java_arch/$id
    if [ -w "$home/lib" ]; then
        archives=$home/lib/archives/$key
    else
        cache=${MULTIHOST_CACHE_HOME:-${XDG_CACHE_HOME:-${HOME-}/.cache}/multihost}
        archives=$cache/archives/$key
        # Java believes what is in an archive: what another user may have put there is not used.
        [ ! -e "$cache" ] || [ -O "$cache" ] || archives=''
        [ ! -d "$home/lib/archives/$key" ] || archives=$home/lib/archives/$key
    fi
    case $archives in
        /*:* | [!/]*) archives='' ;; # a colon separates paths in the JVM's option
    esac
}

# $1: runner, commands or members. Sets archive: the options of the JVM to start with its archive; nothing where there
# is none. What was written to after it was finished is not trusted: JDK 17 crashes on an archive that was cut off.
find_archive() {
    archive='' logs='' replay=''
    [ -n "$archives" ] || return 0
    if [ "$java_version" -ge 25 ]; then
        file=$archives/$1.aot option=-XX:AOTCache logs=-Xlog:aot*=off
        [ "$java_version" -gt 25 ] || replay=-XX:-AOTReplayTraining # see StartArchive
    else
        file=$archives/$1.jsa option=-XX:SharedArchiveFile logs=-Xlog:cds*=off
    fi
    if [ -f "$file.ok" ] && [ -f "$file" ] && ! [ "$file" -nt "$file.ok" ] && is_ours "$file"; then
        archive=$option=$file
    fi
}

# Whether an archive is this user's, or as much to be believed as the jars, because it lies beside them.
is_ours() {
    case $1 in
        "$home"/lib/*) return 0 ;;
    esac
    [ -O "$1" ]
}

# Which of stdout (1) and stderr (2) are terminals: Java 17 cannot tell.
find_terminals() {
    terminals=''
    [ ! -t 1 ] || terminals=1
    [ ! -t 2 ] || terminals=${terminals}2
}

# Sets open_files: the soft limit of open files, which members are to have; Java raises its own to the hard one.
find_open_files() {
    open_files=''
    case ${word-} in
        up | exec | doctor) open_files=$(ulimit -Sn 2>/dev/null) || open_files='' ;;
    esac
}

# Sets typed: what a person types to call this program again.
find_typed() {
    typed=$0
    case :$PATH: in
        *":${0%/*}:"*) typed=${0##*/} ;;
    esac
}

# A JVM that cannot start its threads says so in ten lines, and not why. $1: how many processes and threads are needed.
# Without a fork, which is what may not be possible.
check_process_limit() {
    most='' taken=0
    for group in /sys/fs/cgroup /sys/fs/cgroup/pids; do # a container's own; those of services are for the manager
        if [ -r "$group/pids.max" ] && read -r most <"$group/pids.max" && [ "$most" != max ] &&
            read -r taken <"$group/pids.current" && [ $((taken + $1)) -gt "$most" ]; then
            fail "this container has $taken processes and threads of $most, and $1 more are needed." \
                "Raise its limit (--pids-limit)."
        fi
    done
    [ -r /proc/$$/limits ] || return 0
    while read -r first second most _; do
        [ "$first $second" != 'Max processes' ] || break
    done </proc/$$/limits
    # Where there may be many, they are not counted: the manager does that.
    case $most in '' | *[!0-9]* | ?????*) return 0 ;; esac
    [ ! -O /proc/sys ] || return 0 # the machine's own root is refused nothing
    taken=0
    for task in /proc/[0-9]*/task/[0-9]*; do
        [ ! -O "$task" ] || taken=$((taken + 1))
    done
    [ $((taken + $1)) -le "$most" ] || fail "this user has $taken processes and threads of $most (ulimit -u), and" \
        "$1 more are needed. End some, or raise the limit (ulimit -u $((taken + 2 * $1)))."
}

prepare() {
    # Java itself would say that it cannot be initialized.
    # shellcheck disable=SC3013
    [ "${PWD-}" -ef . ] || fail "the current directory${PWD:+, $PWD,} has been removed or replaced." \
        "Go to one that is there, by cd."
    find_root
    find_java
    check_java
    find_home
}

# Keeps from our own JVM what is meant for members: options of Java, which may contradict ours or print to our output,
# and a locale in which paths and words beyond ASCII are lost. Members get them as they were: `InheritedEnvironment`
# reads what is noted here, `=` and the value, or nothing where there was none.
set_environment() {
    [ -z "${JAVA_TOOL_OPTIONS+set}" ] || export MULTIHOST_OUTER_JAVA_TOOL_OPTIONS="=$JAVA_TOOL_OPTIONS"
    [ -z "${JDK_JAVA_OPTIONS+set}" ] || export MULTIHOST_OUTER_JDK_JAVA_OPTIONS="=$JDK_JAVA_OPTIONS"
    [ -z "${_JAVA_OPTIONS+set}" ] || export MULTIHOST_OUTER__JAVA_OPTIONS="=$_JAVA_OPTIONS"
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    [ "$java_os" != Darwin ] || return 0 # Java takes UTF-8 there
    case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
        *[uU][tT][fF]*8*)
            # An old system may have no C.UTF-8, but the one that is set.
            [ -d /usr/lib/locale/C.utf8 ] || [ -d /usr/lib/locale/C.UTF-8 ] || return 0
            ;;
    esac
    export MULTIHOST_OUTER_LC_ALL="${LC_ALL+=$LC_ALL}"
    export LC_ALL=C.UTF-8
}

# Keeps variables with names that a shell cannot have, such as `node.name`: dash drops them. Members get them as they
# are: `InheritedEnvironment` reads the bytes.
pass_odd_variables() {
    unset MULTIHOST_OUTER_BYTES
    [ -r /proc/$$/environ ] || return 0
    odd='^([^=]*[^A-Za-z0-9_=]|[0-9])[^=]*='
    LC_ALL=C grep -qazE "$odd" /proc/$$/environ 2>/dev/null || return 0
    bytes=$(LC_ALL=C grep -azE "$odd" /proc/$$/environ | od -An -v -tx1 | tr -d ' \n')
    if [ ${#bytes} -gt 120000 ]; then # the system takes no longer string
        printf '%s: %s\n' "$program" \
            'variables with names such as node.name have more than 60 kB: members do not get them.' >&2
    else
        export MULTIHOST_OUTER_BYTES="$bytes"
    fi
}

# A program that is started with one of them closed opens some file in its place, and writes there what it has to say.
open_standard_streams() {
    [ -e /dev/fd ] || return 0
    [ -e /dev/fd/0 ] || exec </dev/null
    [ -e /dev/fd/2 ] || exec 2>/dev/null
    [ ! -e /dev/fd/1 ] || return 0
    is_up "$@" || fail "standard output is closed: nothing can be shown. Send it somewhere, to /dev/null for one."
    exec >/dev/null
}

# Java names no variable when it does not start, and what it does not start cannot name one either. So options that
# may be wrong are tried first (40 ms); properties, the usual sizes of a heap, and what would begin something (a
# debugger, a recording) are not. $@: our own, which they may contradict. With `set -f`.
check_java_options() {
    [ -n "${MULTIHOST_JAVA_OPTS-}" ] || return 0
    doubtful=''
    for word in $MULTIHOST_JAVA_OPTS; do
        case $word in
            -D* | -ea | -ea:* | -Xmx[1-9][0-9]m | -Xmx[1-9][0-9][0-9]m | -Xmx[1-9][0-9][0-9][0-9]m | -Xmx[1-9]g) ;;
            -agent* | -javaagent* | -Xdebug | -Xrun* | -XX:StartFlight* | -XX:ArchiveClasses* | -XX:AOT*) return 0 ;;
            *) doubtful=yes ;;
        esac
    done
    [ -n "$doubtful" ] || return 0
    # shellcheck disable=SC2086
    said=$("$java" "$@" $MULTIHOST_JAVA_OPTS -version 2>&1 </dev/null) && return 0
    first=''
    while read -r line; do
        case $line in
            '' | 'Error: Could not create the'* | 'Error: A fatal exception'* | 'Error occurred during init'*) ;;
            'Picked up '* | 'NOTE: '*) ;;
            *) first=${first:-$line} ;;
        esac
    done <<END
$said
END
    fail "Java does not start with MULTIHOST_JAVA_OPTS='$MULTIHOST_JAVA_OPTS': ${first:-it says nothing}." \
        "Correct that variable, or unset it."
}

launch_runner() {
    open_standard_streams "$@"
    if is_up "$@"; then check_process_limit 40; else check_process_limit 20; fi
    prepare
    find_native
    find_terminals
    find_typed
    find_archives
    set_environment
    detached='' key_follows='' accessors=''
    if is_up "$@"; then
        pass_odd_variables
        find_archive runner
    else
        find_archive commands
        [ -n "$archive" ] || find_archive runner
        # From Java 18 on, what is called once by reflection gets a method handle first: a third of the time of `ps`.
        # NuProcess needs that, and so does `up`, which the words of a file (`@FILE`) may be.
        case ${word-} in
            [a-z]*) accessors=-Djdk.reflect.useNativeAccessorOnly=true ;;
        esac
    fi
    find_open_files
    if is_up "$@" && is_detached "$@"; then
        detached=yes
        find_input "$@"
        # The key goes by the environment: every user can read a command line, and the manager's is there for long.
        # An option without a key stays as it is: the runner says what is wrong with it.
        unset MULTIHOST_UP_API_KEY
        for word; do
            shift
            case $key_follows:$word in
                yes: | yes:-*) set -- "$@" --api-key ;;
                yes:*) export MULTIHOST_UP_API_KEY="$word" && word=--api-key= ;;
                :--api-key) key_follows=yes && continue ;;
                :--api-key=?*) export MULTIHOST_UP_API_KEY="${word#*=}" && word=--api-key= ;;
            esac
            key_follows=''
            set -- "$@" "$word"
        done
        [ -z "$key_follows" ] || set -- "$@" --api-key
    fi
    set -- -jar "$home/lib/runner.jar" "$@"
    [ -z "$archive" ] || set -- -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 "$archive" "$logs" \
        '-Xlog:cds*=off' ${replay:+"$replay"} "$@"
    [ -z "$native" ] || set -- "-Djna.boot.library.path=$native" -Djna.nounpack=true "$@"
    if [ -n "$detached" ]; then
        find_inherited
        set -- -Dmultihost.status.fd=3 ${inherited:+"-Dmultihost.inherited.fds=$inherited"} "$@"
    fi
    [ -z "$open_files" ] || set -- "-Dmultihost.open.files=$open_files" "$@"
    [ -z "$accessors" ] || set -- "$accessors" "$@"
    set -f # MULTIHOST_JAVA_OPTS is split into words on purpose, but its words are no patterns
    check_java_options -XX:+UseSerialGC -Xmx256m -Xmn4m
    # shellcheck disable=SC2086
    set -- "$java" -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -XX:+UseSerialGC -XX:-UsePerfData \
        -Xmx256m -Xmn4m -Xlog:os+thread=off -Dfile.encoding=UTF-8 -Dcom.zaxxer.nuprocess.enableShutdownHook=false \
        "-Dmultihost.home=$home" "-Dmultihost.archives=$archives" "-Dmultihost.terminals=$terminals" \
        "-Dmultihost.program=$typed" ${MULTIHOST_JAVA_OPTS-} "$@"
    [ -z "$detached" ] || start_detached "$@"
    exec "$@"
}

# Whether the first word that is no option is `up`. Sets word: that word, or the last option.
is_up() {
    for word in "$@"; do
        case $word in
            up) return 0 ;;
            -*) ;;
            *) return 1 ;;
        esac
    done
    return 1
}

# Whether the spec is to come from standard input: sets reads_input.
find_input() {
    reads_input=''
    for word in "$@"; do
        case $word in
            - | -f- | -f=- | --file=- | /dev/stdin | /dev/fd/0 | /proc/self/fd/0) reads_input=yes ;;
        esac
    done
}

is_detached() {
    for word in "$@"; do
        case $word in
            --detach | --detach=true) return 0 ;;
        esac
    done
    return 1
}

# Starts the command as a manager in the background, and exits when its cluster has started: with 0 when the manager
# says `ready` on its descriptor 3, 1 when it says `degraded`, 5 when `unformed`. When it ends before it says anything,
# this exits with its exit code. Until then the manager writes to this terminal, and the signals that come here are
# passed on to it, because it has a session of its own from the beginning.
start_detached() {
    make_pipe
    exec 4<&0 # a shell gives what it starts in the background no standard input of ours
    [ -n "$reads_input" ] || exec 4</dev/null
    run_in_session "$@" 3>"$pipe" <&4 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    manager=$!
    exec 4<"$pipe"
    rm -f "$pipe" # both ends are open
    stopped=''
    trap 'stop_manager 129' HUP
    trap 'stop_manager 130' INT
    trap 'stop_manager 143' TERM
    while :; do
        read_status <&4 &
        await $!
        [ "$status" -gt 128 ] || break # else somebody has killed the reader alone
    done
    exec 4<&-
    [ "$status" -ne 2 ] && [ -z "$stopped" ] || await "$manager"
    [ -n "$stopped" ] || check_manager
    exit "${stopped:-$status}"
}

# Says so when a signal that it cannot answer has ended the manager. Those of 129, 130 and 143 it answers itself.
check_manager() {
    case $status in
        129 | 130 | 143) return 0 ;;
    esac
    [ "$status" -gt 128 ] || return 0
    printf '%s: the manager (pid %s) was ended by signal %s before its cluster was ready; %s\n' "$program" \
        "$manager" "$(kill -l "$status" 2>/dev/null || echo $((status - 128)))" \
        'its guardian stops what it left running.' >&2
    status=1
}

# Sets inherited: the descriptors from 10 on that a child would keep open, with commas; many shells can close none of
# them. Where there is no /proc, none is found.
find_inherited() {
    inherited=''
    for file in /proc/$$/fdinfo/[1-9][0-9]*; do
        while read -r name flags; do
            # 02000000 is O_CLOEXEC
            case $name in flags:) [ $((flags & 02000000)) -ne 0 ] || inherited=$inherited,${file##*/} ;; esac
        done 2>/dev/null <"$file" || :
    done
    inherited=${inherited#,}
}

# Sets pipe: the path of a new named pipe.
make_pipe() {
    pipe=${TMPDIR:-/tmp}/runner-start-$$ number=0
    until mkfifo -m 600 "$pipe" 2>/dev/null; do
        [ -w "${TMPDIR:-/tmp}" ] && [ "$number" -lt 100 ] || fail "cannot make a pipe in ${TMPDIR:-/tmp}." \
            "Set TMPDIR to a directory where you may write."
        number=$((number + 1))
        pipe=${TMPDIR:-/tmp}/runner-start-$$-$number
    done
}

# Becomes the command, in a session of its own, which no signal to the terminal's processes reaches.
run_in_session() {
    if command -v setsid >/dev/null 2>&1; then
        exec setsid "$@"
    fi
    exec perl -e 'use POSIX (); POSIX::setsid(); exec {$ARGV[0]} @ARGV; exit 127' -- "$@"
}

# Reads what the manager says: 0 for `ready`, 1 for `degraded`, 5 for `unformed`, 2 when it has ended.
read_status() {
    state=''
    read -r state || :
    case $state in
        ready) exit 0 ;;
        degraded) exit 1 ;;
        unformed) exit 5 ;;
        *) exit 2 ;;
    esac
}

# $1: the exit code for this signal. The first signal asks the manager to stop its cluster, the second to kill it.
stop_manager() {
    stopped=${stopped:-$1}
    kill -s TERM "$manager" 2>/dev/null || :
}

# $1: a child. Sets status: its exit code. A signal that comes here ends `wait`, but not the wait.
await() {
    while :; do
        status=0
        wait "$1" || status=$?
        kill -0 "$1" 2>/dev/null || return 0
    done
}

# $1: the main class; then its arguments. A server that may run for long: no limit on its compiler or its heap.
launch_member() {
    prepare
    find_archives
    find_archive members
    set -- -cp "$home/lib/members.jar" "$@"
    [ -z "$archive" ] || set -- -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 "$archive" "$logs" \
        '-Xlog:cds*=off' ${replay:+"$replay"} "$@"
    set -f
    check_java_options
    # shellcheck disable=SC2086
    exec "$java" -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 "-Dmultihost.home=$home" \
        ${MULTIHOST_JAVA_OPTS-} "$@"
}
