#!/bin/bash
# unpack.sh mariadb-10.11|mariadb-11.8|mysql-9.7 [FOLDER]
# Unpacks that server from Debian packages, with all its libraries, and installs nothing: no root needed.
# FOLDER: default ${XDG_CACHE_HOME:-~/.cache}/daftar/NAME. Programs: FOLDER/bin. A second run does nothing.
# Needs apt-get, dpkg-deb, and a Debian mirror in the machine's apt sources.
# unpack.sh root SUITE FOLDER PACKAGE...: any packages of any suite into FOLDER/root (for image.sh).
set -euo pipefail

unpack_root() { # SUITE FOLDER PACKAGE...: the packages and all they depend on, unpacked to FOLDER/root
  local suite=$1 folder=$2 root=$2/root apt=$2/apt mirror deb dir
  shift 2
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed 's/#.*//' |
    grep -oE 'https?://[^] ]+/debian/?( |$)' | sed 's|/* *$||;q' || :)
  [ -n "$mirror" ] || { echo "unpack.sh: no Debian mirror in this machine's apt sources" >&2; return 1; }
  # A package system of its own, believing that nothing is installed: so every library comes along.
  mkdir -p "$root" "$apt"/{lists,cache/archives}/partial
  : >"$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
  cat >"$apt/conf" <<CONF
Dir::State::Lists "$apt/lists"; Dir::State::status "$apt/status"; Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list"; Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null"; Dir::Etc::PreferencesParts "/dev/null";
APT::Install-Recommends "0"; APT::Sandbox::User ""; Acquire::Languages "none"; Debug::NoLocking "1";
CONF
  APT_CONFIG=$apt/conf apt-get -qq update
  APT_CONFIG=$apt/conf apt-get -qq -y --download-only install "$@" >/dev/null
  for deb in "$apt"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" |
      tar -xf - -C "$root" --no-same-owner --keep-directory-symlink --exclude=./usr/share/{doc,man,locale,lintian}
  done
  rm -rf "$apt"
  # Suites differ in where /lib ends and /usr/lib begins; a root needs them as one.
  for dir in lib lib64 bin sbin; do
    mkdir -p "$root/usr/$dir"
    if [ -d "$root/$dir" ] && [ ! -L "$root/$dir" ]; then
      cp -a "$root/$dir/." "$root/usr/$dir/"
      rm -rf "${root:?}/$dir"
    fi
    [ -L "$root/$dir" ] || ln -s "usr/$dir" "$root/$dir"
  done
}

write_launchers() { # FOLDER (for good): FOLDER/bin/NAME runs root's program with root's own libraries
  local folder=$1 root=$1/root libs loader name program options
  libs=$root/usr/lib/$(uname -m)-linux-gnu
  loader=$(basename "$(ls "$libs"/ld-linux-*.so.? | head -1)")
  mkdir -p "$folder/bin"
  ln -s bin "$folder/sbin"
  ln -s root/usr/lib "$folder/lib"
  ln -s root/usr/share "$folder/share"
  for program in "$root"/usr/{bin,sbin}/{mysql*,mariadb*,my_print_defaults,resolveip}; do
    [ -f "$program" ] || continue
    name=${program##*/}
    # The first argument must stay first (--no-defaults); the server must not look under /usr for its files.
    case $name in mysqld | mariadbd | mariadb-install-db) options="--basedir=$folder" ;; *) options= ;; esac
    case $(head -c4 "$program" | tr -d '\0') in
      ?ELF) command="$libs/$loader --library-path $libs:$root/usr/lib/mysql/private $program" ;;
      '#!'*) grep -qE '^#!.*/(ba|da)?sh' "$program" || continue
             command="env PATH=$folder/bin:\$PATH sh $program" ;;
      *) continue ;;
    esac
    cat >"$folder/bin/$name" <<LAUNCHER
#!/bin/sh
first=\${1-}
[ \$# = 0 ] || shift
# A client finds its authentication plugins here, for servers of either make.
export LIBMYSQL_PLUGIN_DIR=$folder/lib/mysql/plugin MARIADB_PLUGIN_DIR=$libs/libmariadb3/plugin
exec $command \${first:+"\$first"} $options "\$@"
LAUNCHER
    chmod +x "$folder/bin/$name"
  done
}

case ${1-} in
  mariadb-10.11) suite=bookworm packages=(mariadb-server-core mariadb-client-core) ;;
  mariadb-11.8) suite=trixie packages=(mariadb-server-core mariadb-client-core) ;;
  mysql-9.7) suite=sid packages=(mysql-server-core mysql-client-core) ;;
  root) unpack_root "${@:2}"; exit ;;
  *) sed -n '2,7s/^# //p' "$0" >&2; exit 2 ;;
esac
folder=$(realpath -m "${2:-${XDG_CACHE_HOME:-$HOME/.cache}/daftar/$1}")
[ ! -e "$folder/.done" ] || exit 0
mkdir -p "${folder%/*}"
exec 9>"$folder.lock"
flock 9 # two test runs may want it at once: the second then finds it done
[ ! -e "$folder/.done" ] || exit 0
if [ -e "$folder" ] && [ ! -e "$folder/.unpacking" ]; then
  echo "unpack.sh: $folder exists and is not mine" >&2
  exit 1
fi
echo "unpacking $1 into $folder" >&2
rm -rf "$folder"
mkdir -p "$folder"
: >"$folder/.unpacking"
unpack_root "$suite" "$folder" "${packages[@]}"
write_launchers "$folder"
: >"$folder/.done"
