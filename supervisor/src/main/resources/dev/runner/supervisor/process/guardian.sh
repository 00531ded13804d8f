#!/bin/sh
# Kills what a cluster's manager leaves behind. It is told on standard input "+ GROUP" when a process group starts and
# "- GROUP" when nothing of it is left; the end of the input means that the manager has ended, however that came about.
# After a last line "." nothing is left, which the manager has looked at itself. Otherwise it kills all groups that are
# left, and sweeps until nothing is alive that is in one of their sessions, descends
# from one of them, or carries the run's cookie in its environment. All of it is in functions: the shell has read it to
# its end before it runs, so that the file may be removed meanwhile.

# Live processes as lines of "pid parent group session"; on macOS the session is not shown. One whose first thread has
# ended while others run shows as a zombie with more than one thread (field 20 of proc(5), the 18th after the name).
processes() {
    if [ -r /proc/self/stat ]; then
        cat /proc/[0-9]*/stat 2>/dev/null |
            awk '{ pid = $1; sub(/^.*\) /, ""); if (($1 != "Z" || $18 > 1) && $1 != "X") print pid, $2, $3, $4 }'
    else
        ps -A -o pid=,ppid=,pgid=,stat= | awk '$4 !~ /^Z/ { print $1, $2, $3, 0 }'
    fi
}

# Those that carry the cookie. The pattern is put together where no command line shows it.
carriers() {
    if [ -r /proc/self/environ ]; then
        grep -l -s -F "MULTIHOST_COOKIE=$MULTIHOST_GUARDED_RUN/" /proc/[0-9]*/environ |
            awk -F/ '{ print $3 }'
    else
        ps -Aww -E -o pid=,command= |
            awk 'index($0, "MULTIHOST_COOKIE=" ENVIRON["MULTIHOST_GUARDED_RUN"] "/") { print $1 }'
    fi
}

# All that belongs to the groups in $1, to the pids in $2, or descends from any of those.
trees() {
    processes | awk -v groups="$1" -v pids="$2" -v self="$$" '
        BEGIN {
            n = split(groups, g, " "); for (i = 1; i <= n; i++) group[g[i]] = 1
            n = split(pids, p, " "); for (i = 1; i <= n; i++) mine[p[i]] = 1
        }
        { parent[$1] = $2; if ($3 in group || $4 in group) mine[$1] = 1 }
        END {
            if (!(self in parent)) exit 3 # the list is not whole: this shell is missing
            do {
                grown = 0
                for (pid in parent) if (!(pid in mine) && (parent[pid] in mine)) { mine[pid] = 1; grown = 1 }
            } while (grown)
            for (pid in mine) if (pid in parent && pid != self && pid > 1) print pid
        }'
}

kill_cgroup() {
    [ -n "$MULTIHOST_GUARDED_CGROUP" ] || return 0
    for group in "$MULTIHOST_GUARDED_CGROUP"/*/cgroup.kill "$MULTIHOST_GUARDED_CGROUP"/cgroup.kill; do
        [ -w "$group" ] && echo 1 >"$group"
    done 2>/dev/null
}

remove_cgroup() {
    [ -n "$MULTIHOST_GUARDED_CGROUP" ] || return 0
    # The kernel refuses for a moment after the last process has ended; a second is far more than it needs.
    tries=0
    while [ -d "$MULTIHOST_GUARDED_CGROUP" ] && [ "$tries" -lt 20 ]; do
        [ "$tries" -eq 0 ] || sleep 0.05
        rmdir "$MULTIHOST_GUARDED_CGROUP"/*/ "$MULTIHOST_GUARDED_CGROUP" 2>/dev/null
        tries=$((tries + 1))
    done
}

# Kills what is in a group that was left. No process is needed for that.
kill_groups() {
    for group in $1; do
        kill -KILL "-$group" 2>/dev/null
    done
    kill_cgroup
}

# Sets line: the words.
one_line() {
    line=$*
}

# Sets left: what is alive. Fails where no process could be started to look.
look() {
    left=''
    known=$(carriers) || return 1
    # shellcheck disable=SC2086 # words
    one_line $known $descendants
    case $1$line in
        *[0-9]*) left=$(trees "$1" "$line") || return 1 ;;
    esac
}

sweep() {
    descendants=
    # Where no group is left, as at an orderly end, nothing is about to fork: one look that finds nothing is enough.
    wanted=1
    case $1 in
        *[0-9]*)
            descendants=$(trees "$1" "") || descendants=
            wanted=2
            ;;
    esac
    kill_groups "$1"
    rounds=0
    clean=0
    blind=0
    while [ "$clean" -lt "$wanted" ] && [ "$rounds" -lt 500 ] && [ "$blind" -lt 5000 ]; do
        if ! look "$1"; then
            # At a limit of processes; what has just been killed makes room.
            kill_groups "$1"
            blind=$((blind + 1)) wanted=2
            continue
        fi
        rounds=$((rounds + 1))
        descendants=$left
        if [ -z "$left" ]; then
            clean=$((clean + 1))
        else
            clean=0
            wanted=2
            # shellcheck disable=SC2086 # one word a pid
            kill -KILL $left 2>/dev/null
            [ "$rounds" -lt 10 ] || sleep 1
        fi
    done
    remove_cgroup
}

# A shell that cannot start a process ends at once. It begins anew, in its own place, for which it needs none.
# shellcheck disable=SC2317 # the trap calls it
begin_again() {
    kill_groups "$groups"
    # shellcheck disable=SC2086 # one word a group
    [ "$attempt" -ge 5000 ] || exec /bin/sh "$0" "$((attempt + 1))" $groups </dev/null
}

main() {
    PATH=$PATH:/usr/bin:/bin
    trap '' HUP INT QUIT TERM PIPE TSTP TTIN TTOU
    attempt=${1:-0} groups=' ' ended=''
    [ $# -eq 0 ] || shift
    [ $# -eq 0 ] || groups=" $* "
    trap begin_again EXIT
    while IFS= read -r line; do
        case $line in
            '+ '*)
                groups="$groups${line#+ } "
                ;;
            '- '*)
                group=${line#- }
                case $groups in
                    *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;;
                esac
                ;;
            .) ended=1 ;;
        esac
    done
    case $ended$groups in
        '1 ') ;; # no group is left either
        *) sweep "$groups" ;;
    esac
}

main "$@"
trap - EXIT
exit 0
