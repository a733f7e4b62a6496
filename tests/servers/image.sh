#!/bin/bash
# image.sh mariadb-10.11|mariadb-11.8|mysql-9.7
# Builds the image mariadb:10.11, mariadb:11.8 or mysql:9.7 from Debian packages, with no registry. It takes the
# root's password from MYSQL_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD and server options as its command.
# Needs root (for the files' owners) and a Docker engine.
set -euo pipefail
case ${1-} in
  mariadb-10.11) suite=bookworm packages=(mariadb-server-core mariadb-client-core) ;;
  mariadb-11.8) suite=trixie packages=(mariadb-server-core mariadb-client-core) ;;
  mysql-9.7) suite=sid packages=(mysql-server-core mysql-client-core) ;;
  *) sed -n '2,5s/^# //p' "$0" >&2; exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$(dirname "$0")/unpack.sh" root "$suite" "$work" "${packages[@]}" busybox-static tzdata
root=$work/root

# busybox stands in for the shell and the tools that packages of a whole system would bring.
for tool in $("$root/usr/bin/busybox" --list); do
  [ -e "$root/usr/bin/$tool" ] || [ -e "$root/usr/sbin/$tool" ] || ln -s busybox "$root/usr/bin/$tool"
done
rm -rf "$root/etc/mysql" "$root/var/run"
mkdir -p "$root"/{proc,sys,dev,root,tmp,etc,run/mysqld,var/lib/mysql}
chmod 1777 "$root/tmp"
ln -s /run "$root/var/run"
printf 'root:x:0:0:root:/root:/bin/sh\nmysql:x:999:999::/var/lib/mysql:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nmysql:x:999:\n' >"$root/etc/group"
chown -R 999:999 "$root/var/lib/mysql" "$root/run/mysqld"
cat >"$root/entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
# Options of the server as arguments. The first start makes the data directory and sets root's password.
set -eu
server=$(command -v mariadbd || command -v mysqld)
set -- "$server" --no-defaults --datadir=/var/lib/mysql --socket=/run/mysqld/mysqld.sock --user=mysql \
  --skip-name-resolve --secure-file-priv= "$@"
if [ ! -d /var/lib/mysql/mysql ]; then
  password=${MYSQL_ROOT_PASSWORD:-${MARIADB_ROOT_PASSWORD:?give the root password}}
  cat >/tmp/users.sql <<SQL
ALTER USER root@localhost IDENTIFIED BY '$password';
CREATE USER root@'%' IDENTIFIED BY '$password';
GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
SQL
  case $server in
    *mariadbd)
      mariadb-install-db --no-defaults --datadir=/var/lib/mysql --user=mysql --skip-test-db \
        --auth-root-authentication-method=normal >/dev/null
      ;;
    *) "$@" --initialize-insecure ;;
  esac
  set -- "$@" --init-file=/tmp/users.sql
fi
exec "$@"
ENTRYPOINT
chmod +x "$root/entrypoint.sh"
tar -C "$root" -c . | docker import --change 'ENTRYPOINT ["/entrypoint.sh"]' --change 'EXPOSE 3306' \
  --change 'VOLUME /var/lib/mysql' --change 'ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin' - "${1/-/:}"
