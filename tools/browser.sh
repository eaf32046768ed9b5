#!/bin/sh
# Finds Chromium for the browser tests; installs it with apt when it may.
set -eu
for name in "${KURATOR_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "  Installing Chromium for the browser tests"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
fi
echo "The browser tests need Chromium. On Debian: sudo apt-get install chromium; elsewhere set KURATOR_CHROMIUM to its path." >&2
exit 1
