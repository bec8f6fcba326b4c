#!/usr/bin/env bash
# Chromium for the browser tests, from the system's packages. Fails loudly: the tests never pass by skipping it.
set -euo pipefail
command -v chromium >/dev/null || command -v chromium-browser >/dev/null && exit 0
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
if command -v apt-get >/dev/null; then
  echo "Ставлю Chromium…"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
  exit 0
fi
echo "Для проверок в браузере нужен Chromium: поставьте пакет chromium вашей системы." >&2
exit 1
