# Sourced after build.sh: virtual environments for the checks that need Python packages.

# Creates the environment NAME from a file of pinned requirements, once, and puts it first on the PATH.
environment() { # NAME REQUIREMENTS
  local folder="$cache/python-$1"
  need python3 "Python 3.11 or newer"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    { say "found $(python3 --version), $1 needs Python 3.11 or newer"; exit 1; }
  # The requirements are copied last, so that an interrupted installation starts again.
  if ! cmp -s "$2" "$folder/requirements.txt"; then
    say "installing $1 into $folder, once"
    rm -rf "$folder"
    python3 -m venv "$folder" || { say "python3 cannot create a virtual environment: install python3-venv and run this again"; exit 1; }
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$2" ||
      { say "pip cannot install $2; the first run needs the package index, later ones do not"; exit 1; }
    cp "$2" "$folder/requirements.txt"
  fi
  export PATH="$folder/bin:$PATH"
}
