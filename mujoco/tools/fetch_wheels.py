#!/usr/bin/env python3
"""Takes MuJoCo and the Gymnasium task models out of their official Python wheels.

The wheels are looked for in mujoco/wheels/ and, where missing, fetched there by name with pip. Their checksums are
pinned below. What the module needs is then written under the build folder:

    resources/dev/espalier/mujoco/native/   the library, and library.properties that describes it
    resources/dev/espalier/mujoco/models/   the MJCF models of the Gymnasium tasks
    resources/META-INF/licenses/            the licences of both
    headers/mujoco/                         MuJoCo's headers, for FieldTableGenerator only

A file that is already there with the right content is left alone, so a second run changes nothing. It needs Python
3.8 or newer and nothing beside its standard library and pip.
"""

import argparse
import hashlib
import io
import os
import platform
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

MUJOCO_VERSION = "3.14.0"
GYMNASIUM_VERSION = "1.3.0"

# Wheels for different Python versions carry different builds of the library: ours is always the one for 3.11.
PYTHON_TAGS = ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]

# The platforms whose library is packed, by JavaCPP's names. Another one needs its own entry, which --entry prints for a
# wheel at hand, and a run of the tests there: docs/platforms.md.
PLATFORMS = {
    "linux-x86_64": {
        "pip_platform": "manylinux_2_28_x86_64",
        "wheel": "mujoco-3.14.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
        "wheel_sha256": "922983dfdf88d29f4eb0f451a1d18867156d9fc97e3df6e63b9933cc0eba4d38",
        "library": "libmujoco.so.3.14.0",
        "library_sha256": "5e7623e30f55bf324d4c9648379ebeba5bcd153ee0304c52eac74bf8d441000b",
    },
}

GYMNASIUM_WHEEL = "gymnasium-1.3.0-py3-none-any.whl"
GYMNASIUM_SHA256 = "6b8c159a8540dcbcb221722d7efda24d78ebbcbc3bd2ea1c2611aa2a34471fc2"

MODELS = [
    "ant.xml",
    "half_cheetah.xml",
    "hopper.xml",
    "humanoid.xml",
    "humanoidstandup.xml",
    "inverted_double_pendulum.xml",
    "inverted_pendulum.xml",
    "pusher_v5.xml",
    "reacher.xml",
    "swimmer.xml",
    "walker2d.xml",
    "walker2d_v5.xml",
]

HEADERS = ["mjdata.h", "mjmodel.h", "mjtype.h", "mjxmacro.h", "mujoco.h"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="folder that keeps the wheels")
    parser.add_argument("--out", type=Path, help="build folder to write to")
    parser.add_argument("--platform", default=this_platform(), help="default: this machine's, %(default)s")
    parser.add_argument("--entry", type=Path, metavar="WHEEL", help="only print what PLATFORMS needs for this wheel")
    args = parser.parse_args()
    if args.entry:
        print_entry(args.entry)
        return
    if not args.wheels or not args.out:
        parser.error("--wheels and --out are needed")

    target = PLATFORMS.get(args.platform)
    if target is None:
        print(
            f"warning: MuJoCo library for {args.platform} is not packed; tested platforms: {', '.join(PLATFORMS)}. "
            f"At run time set ESPALIER_MUJOCO_LIB to a MuJoCo {MUJOCO_VERSION} library.",
            file=sys.stderr,
        )
    # Headers and licences are the same for every platform.
    source = target or next(iter(PLATFORMS.values()))
    names = [source["wheel"], GYMNASIUM_WHEEL]

    requirement = [*PYTHON_TAGS, "--platform", source["pip_platform"], f"mujoco=={MUJOCO_VERSION}"]
    mujoco = wheel(args.wheels, names, names[0], source["wheel_sha256"], requirement)
    gymnasium = wheel(args.wheels, names, names[1], GYMNASIUM_SHA256, [f"gymnasium=={GYMNASIUM_VERSION}"])

    resources = args.out / "resources"
    package = resources / "dev/espalier/mujoco"
    licences = resources / "META-INF/licenses"
    with zipfile.ZipFile(io.BytesIO(mujoco)) as archive:
        write_library(archive, target, args.platform, package / "native")
        for name in HEADERS:
            write(args.out / "headers/mujoco" / name, archive.read(f"mujoco/include/mujoco/{name}"))
        for name in ["LICENSE", "LICENSES_THIRD_PARTY.md"]:
            content = archive.read(f"mujoco-{MUJOCO_VERSION}.dist-info/licenses/{name}")
            write(licences / "mujoco" / name, content)
    with zipfile.ZipFile(io.BytesIO(gymnasium)) as archive:
        for name in MODELS:
            write(package / "models" / name, archive.read(f"gymnasium/envs/mujoco/assets/{name}"))
        content = archive.read(f"gymnasium-{GYMNASIUM_VERSION}.dist-info/licenses/LICENSE")
        write(licences / "gymnasium/LICENSE", content)


def write_library(archive, target, platform_name, folder):
    """Writes the library and its description; for a platform without an entry, a description that says so."""
    properties = {"version": MUJOCO_VERSION, "platform": "none", "tested": ", ".join(PLATFORMS)}
    if target is not None:
        content = archive.read(f"mujoco/{target['library']}")
        check(f"{target['library']} in {target['wheel']}", content, target["library_sha256"])
        write(folder / target["library"], content)
        properties["platform"] = platform_name
        properties["file"] = target["library"]
        properties["size"] = str(len(content))
        properties["sha256"] = target["library_sha256"]
    text = "".join(f"{key}={value}\n" for key, value in properties.items())
    write(folder / "library.properties", text.encode())


def print_entry(path):
    """Prints what PLATFORMS says of a wheel of MuJoCo, all but the platform's own name."""
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        libraries = [
            name
            for name in archive.namelist()
            if re.fullmatch(r"mujoco/(lib)?mujoco\.(so\.[0-9.]+|[0-9.]+\.dylib|dll)", name)
        ]
        if len(libraries) != 1:
            fail(f"{path} is no wheel with one MuJoCo library; it has {libraries}")
        library = archive.read(libraries[0])
    entry = {
        "pip_platform": path.stem.split("-")[-1].split(".")[-1],
        "wheel": path.name,
        "wheel_sha256": hashlib.sha256(content).hexdigest(),
        "library": libraries[0].split("/")[-1],
        "library_sha256": hashlib.sha256(library).hexdigest(),
    }
    print("".join(f'        "{key}": "{value}",\n' for key, value in entry.items()), end="")


def wheel(folder, names, name, sha256, requirement):
    """Returns the bytes of a wheel, one of those of these names, fetched with pip if the folder does not hold it."""
    path = folder / name
    if not path.is_file():
        download(folder, names, path, requirement)
    content = path.read_bytes()
    check(str(path), content, sha256)
    return content


def download(folder, names, path, requirement):
    folder.mkdir(parents=True, exist_ok=True)
    # Into a folder of its own and then renamed, so that an interrupted download never looks like a wheel.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--retries", "1"]
        command += ["--no-deps", "--only-binary=:all:", "--dest", scratch, *requirement]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        fetched = Path(scratch) / path.name
        if result.returncode != 0 or not fetched.is_file():
            fetched_names = sorted(other.name for other in Path(scratch).iterdir())
            fail(
                f"pip could not fetch {path.name} (exit code {result.returncode}, fetched {fetched_names}):\n"
                f"{result.stdout.strip()}\n"
                f"Put these two files into {folder.resolve()} and build again:\n"
                + "\n".join(f"  {name}" for name in names)
            )
        os.replace(fetched, path)


def check(what, content, sha256):
    actual = hashlib.sha256(content).hexdigest()
    if actual != sha256:
        fail(f"{what} has the SHA-256 {actual}, expected {sha256}. Delete the wheel and build again.")


def write(path, content):
    """Writes a file atomically, unless it holds this content already."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(scratch, 0o644)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise


def this_platform():
    """Names this machine the way the table does, with JavaCPP's names: operating system, then processor."""
    system = platform.system().lower()
    processor = platform.machine().lower()
    system = {"darwin": "macosx"}.get(system, system)
    processor = {"amd64": "x86_64", "aarch64": "arm64"}.get(processor, processor)
    return f"{system}-{processor}"


def fail(message):
    sys.exit(f"error: {message}")


if __name__ == "__main__":
    main()
