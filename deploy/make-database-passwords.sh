#!/bin/sh
# Makes a random password for each database role, unless it is there already. Each lies in a volume of its own:
# whoever has the volume may read it.
set -eu

for role in owner application; do
  file=/passwords/$role/password
  [ -s "$file" ] && continue
  head -c 32 /dev/urandom | base64 | tr -d '+/=\n' >"$file.new"
  chmod 444 "$file.new"
  mv "$file.new" "$file"
done
