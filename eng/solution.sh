#!/usr/bin/env bash
# Writes PocketFlow.slnx from the project files that exist, so that a new project is only a folder.
set -euo pipefail
cd "$(dirname "$0")/.."
{
  echo '<Solution>'
  for folder in bench samples src tests; do
    projects=$(find "$folder" -mindepth 2 -maxdepth 2 -name '*.csproj' | LC_ALL=C sort)
    [ -z "$projects" ] && continue
    echo "  <Folder Name=\"/$folder/\">"
    for project in $projects; do echo "    <Project Path=\"$project\" />"; done
    echo '  </Folder>'
  done
  echo '</Solution>'
} > PocketFlow.slnx
