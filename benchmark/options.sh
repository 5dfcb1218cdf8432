# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share; they source it. Each defines usage.

here=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

# Says what is wrong with the input and what to do.
reject() {
    local line
    for line in "$@"; do
        printf '%s: %s\n' "$(basename "$0" .sh)" "$line" >&2
    done
    exit 2
}

# read_options "NAME..." ARGUMENT...: --NAME VALUE sets the variable NAME; other arguments go into the array arguments, and, if
# -- is among the names, those behind it into behind.
read_options() {
    local names=" $1 " name
    shift
    arguments=()
    behind=()
    while [ $# -gt 0 ]; do
        name=${1#--}
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            --)
                [[ $names == *" -- "* ]] || reject "nothing can be handed on behind --; --help lists the options."
                shift
                behind=("$@")
                return
                ;;
            -*)
                [[ $names == *" $name "* ]] || reject "there is no option $1; --help lists them."
                [ $# -ge 2 ] || reject "$1 needs a value; --help explains."
                printf -v "$name" '%s' "$2"
                shift 2
                ;;
            *)
                arguments+=("$1")
                shift
                ;;
        esac
    done
}

# Nine digits at most: more would overflow the shell's arithmetic.
require_whole() {
    [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || reject "--$1 must be a whole number from 1 up, not '$2'."
}

# Makes the folder $out, and its path absolute.
make_out() {
    mkdir -p "$out" 2>/dev/null || reject "the folder $out cannot be made."
    out=$(CDPATH='' cd -P "$out" && pwd)
}

require_venv() {
    command -v python3 >/dev/null || reject "Python 3 is needed, and there is no python3 on the PATH."
    python3 -c 'import ensurepip, venv' 2>/dev/null ||
        reject "this python3 cannot make virtual environments. Install what it lacks, for example with:" \
            "apt install python3-venv"
}
