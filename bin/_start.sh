# Sourced by every command of bin/: goes to the repository, finds a Python new enough, and hands over to bin/_setup.py.
# Plain sh, so that an old or missing Python gets a sentence and not a traceback.

cd "$(dirname "$0")/.." || exit 1

start() {
    python=$(command -v python3) || {
        echo "Não encontrei o python3. Instale o Python 3.11 ou mais novo (no Debian: apt-get install python3 python3-pip) e tente de novo." >&2
        exit 1
    }
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Este Python é antigo demais ($("$python" -V 2>&1)). O Aceite precisa do Python 3.11 ou mais novo." >&2
        exit 1
    }
    exec "$python" bin/_setup.py "$@"
}
