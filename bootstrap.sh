# Sourced by ./demo, ./test and .ci/run, in the project's folder: what a plain Debian lacks, said and installed.

say() { printf '%s\n' "$*" >&2; }

# need_packages PACKAGE...: installs them with apt-get, asking before sudo where there is somebody to ask.
need_packages() {
  local as_root=() answer output
  command -v apt-get >/dev/null || { say "Please install by hand (there is no apt-get here): $*"; return 1; }
  say "Missing, and installed now from Debian: $*"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { say "This needs root, and there is no sudo. As root: apt-get install $*"; return 1; }
    as_root=(sudo)
    if [ -t 0 ]; then
      read -r -p "Run 'sudo apt-get install' for them? [Y/n] " answer
      case $answer in '' | [yY]*) ;; *) say "Nothing was installed."; return 1 ;; esac
    fi
  fi
  output=$("${as_root[@]}" apt-get -qq update 2>&1 &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@" 2>&1) ||
    { say "$output"; return 1; }
}

find_python() {
  local python
  for python in python3 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  say "Python 3.11 or newer is needed and was not found."
  return 1
}

# need_venv EXTRA...: .venv with the project and these extras; nothing to do until pyproject.toml changes.
need_venv() {
  local stamp python extra missing=
  stamp="$PWD $(sha256sum <pyproject.toml)"
  for extra in "$@"; do
    [ "$(cat ".venv/daftar-$extra" 2>/dev/null)" = "$stamp" ] || missing+=,$extra
  done
  [ -n "$missing" ] || return 0
  python=$(find_python) || return
  "$python" -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv || return
  say "Installing the Python packages into .venv (once)"
  "$python" -m venv .venv && .venv/bin/pip install -q --disable-pip-version-check -e ".[${missing#,}]" || return
  for extra in "$@"; do echo "$stamp" >".venv/daftar-$extra"; done
}

# need_server [ENGINE [VERSION]]: a server program for pyclient.private_server; none of the system's services starts.
need_server() {
  .venv/bin/python -c 'import sys; from pyclient.private_server import find_binaries; find_binaries(*sys.argv[1:])' \
    "$@" 2>/dev/null && return
  # Only where the distribution's MariaDB will do is it installed; any other server is unpacked.
  # (mariadb-client-core has a tool that the installer of the data directory calls.)
  if [ $# = 0 ] || { [ "$1-$2" = mariadb-10.11 ] && grep -qs '^VERSION_ID="12"' /etc/os-release; }; then
    need_packages mariadb-server-core mariadb-client-core
  else
    tests/servers/unpack.sh "$1-$2"
  fi
}

# need_php: php with the database driver, for examples/php_page.
need_php() {
  php -r 'exit(extension_loaded("pdo_mysql") ? 0 : 1);' 2>/dev/null || need_packages php-cli php-mysql
}

# need_browser: Chromium and its driver, with which the tests open the page.
need_browser() {
  { command -v chromium && command -v chromedriver; } >/dev/null || need_packages chromium chromium-driver
}

# need_pango: the libraries with which WeasyPrint sets the printed documents.
need_pango() {
  .venv/bin/python -c 'import weasyprint' 2>/dev/null || need_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}
