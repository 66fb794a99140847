"""Rules for the texts beside the code: addresses, locks, change log, dependencies."""

import re
import tomllib

# Put together here, so that this file keeps its own rule.
_FORBIDDEN = {
    "a path of one machine": r"(?<![\w.-])/" + r"work/",
    "a file address": "file:" + "///",
    "a package index": "py" + r"pi\.org|python" + r"hosted\.org",
    "an option that names an index": "--(extra-)?" + "index-url|--find" + "-links",
}
_SIBLING = re.compile(r"\.\./" + "shared")


def find_machine_addresses(text: str) -> list[str]:
    """Return every address that would tie the repository to one machine or one package index."""
    findings = []
    for number, line in enumerate(text.splitlines(), 1):
        for name, pattern in _FORBIDDEN.items():
            if re.search(pattern, line):
                findings.append(f"{number}: {name}: {line.strip()[:80]}")
    return findings


def find_sibling_folder(text: str) -> list[str]:
    """Return every mention of the folder beside the repository, which not everybody has."""
    return [
        f"{n}: {line.strip()[:80]}" for n, line in enumerate(text.splitlines(), 1) if _SIBLING.search(line)
    ]


def find_missing_changelog_section(changelog: str, version: str) -> list[str]:
    """Return a finding when users are not told what a version brings."""
    heading = re.compile(
        rf"^## \[?{re.escape(version)}\]?(\s|$)(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
    )
    match = heading.search(changelog)
    if match is None:
        return [f"no section for {version}"]
    body = [line for line in match["body"].splitlines() if line.startswith("- ")]
    return [] if body else [f"the section for {version} says nothing"]


def direct_dependencies(pyproject: str) -> set[str]:
    """Return the normalised names of everything pyproject.toml asks for by name."""
    config = tomllib.loads(pyproject)
    project = config["project"]
    wanted = list(project["dependencies"])
    for extra in project.get("optional-dependencies", {}).values():
        wanted += extra
    for group in config.get("dependency-groups", {}).values():
        wanted += group
    wanted += config["build-system"]["requires"]
    return {normalised(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in wanted}


def find_unexplained_dependencies(pyproject: str, document: str) -> list[str]:
    """Return the dependencies without a line of their own in the table that says why."""
    explained = {normalised(name) for name in re.findall(r"^\| `([\w.-]+)` \|", document, re.MULTILINE)}
    wanted = direct_dependencies(pyproject)
    missing = [f"{name} has no line" for name in sorted(wanted - explained)]
    return missing + [f"{name} is no longer a dependency" for name in sorted(explained - wanted)]


def locked(lock: str) -> dict[str, str]:
    """Return what a lock pins: name -> the pin with its marker and all its hashes."""
    entries = re.split(r"\n(?=\S)", lock.replace("\\\n", ""))
    pins = (entry for entry in entries if "==" in entry.split(" ")[0])
    return {normalised(pin.split("==")[0]): " ".join(pin.split()) for pin in pins}


def find_lock_faults(lock: str) -> list[str]:
    """Return every entry of a lock that pip could not hold to its word."""
    findings = []
    for line in re.split(r"\n(?=\S)", lock.replace("\\\n", "")):
        text = " ".join(line.split())
        if text and not text.startswith("#"):
            if not re.match(r"[\w.-]+==[\w.]+ ", text + " "):
                findings.append(f"not a pin: {text[:60]}")
            elif "--hash=sha256:" not in text:
                findings.append(f"no hash: {text[:60]}")
    return findings


def normalised(name: str) -> str:
    """Return the name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
