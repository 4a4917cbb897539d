#!/usr/bin/env python3
"""Creates the two BigDL jars that the build needs, as a Maven repository in a cache folder.

BigDL DLlib 2.x is published as Python wheels. This script downloads the two wheels with pip, verifies them by the hashes
below, and keeps of their jars only what our code uses: from DLlib the classes that the root classes refer to, directly or
indirectly, and from BigDL core the MKL binding and its two native libraries. It does so once; afterwards it works offline. The
jars' versions are BigDL's and the number of the recipe: increase RECIPE, here and in pom.xml, when the contents change.
"""

import collections
import hashlib
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile

CACHE = pathlib.Path(os.environ.get("SUNRISE_CACHE") or pathlib.Path.home() / ".cache" / "sunrise")
RECIPE = "2"
GROUP = "com.intel.analytics.bigdl"

DLLIB_WHEEL = ("bigdl-dllib-spark3", "2.4.0", "ecaf501707b0546bccfb6066570396630ec6b9698ad2d385a48a47354a5ceea6")
DLLIB_JAR = "bigdl/share/dllib/lib/bigdl-dllib-spark_3.1.3-2.4.0-jar-with-dependencies.jar"
CORE_WHEEL = ("bigdl-core", "2.3.0", "3899e41cc8ab8979e762f42581d6dd31e7925aa0ef3c1decb4b00e069cfe423f")
CORE_JAR = "bigdl/share/core/lib/all-2.3.0.jar"
CORE_FILES = ["com/intel/analytics/bigdl/mkl/MKL.class", "libjmkl.so", "libiomp5.so"]

PACKAGE = "com/intel/analytics/bigdl/dllib/"
ROOTS = [PACKAGE + name for name in (
    "nn/abstractnn/AbstractModule",
    "nn/abstractnn/AbstractCriterion",
    "optim/OptimMethod",
    "optim/Optimizer",
    "optim/DistriOptimizer",
    "optim/Trigger",
    "visualization/TrainSummary",
    "visualization/ValidationSummary",
    "utils/Engine",
)]
RESOURCES = ["spark-bigdl.conf", "bigdl-version-info.properties"]
# Spark contains these.
PROVIDED = ("org/apache/", "scala/", "com/fasterxml/", "com/google/common/", "org/slf4j/", "javax/")


def fail(message):
    sys.exit(f"dllib.py: {message}")


def download(wheel, folder):
    name, version, sha256 = wheel
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--only-binary=:all:", "--platform", "manylinux2010_x86_64", "--platform", "manylinux1_x86_64",
               "--dest", str(folder), f"{name}=={version}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        errors = [line for line in done.stderr.strip().splitlines() if line.strip()]
        if "No module named pip" in done.stderr:
            fail("pip is missing for this python3; install it (python3-pip) and run this again")
        fail(f"pip cannot download {name}=={version}: {errors[-1] if errors else 'no message'}; "
             "the first build needs the package index, later ones do not")
    file = next(folder.glob(name.replace("-", "_") + "-*.whl"))
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != sha256:
        fail(f"{file.name} has SHA-256 {found}, expected {sha256}: not the published wheel, nothing was installed")
    return file


def references(code):
    """Names of the classes that a class file's constant pool refers to (JVM specification, section 4.4)."""
    count, at, index = struct.unpack_from(">H", code, 8)[0], 10, 1
    texts, classes = {}, []
    while index < count:
        tag = code[at]
        if tag == 1:
            length = struct.unpack_from(">H", code, at + 1)[0]
            texts[index] = code[at + 3:at + 3 + length].decode("utf-8", "replace")
            at += 3 + length
        else:
            if tag == 7:
                classes.append(struct.unpack_from(">H", code, at + 1)[0])
            at += {3: 5, 4: 5, 5: 9, 6: 9, 15: 4}.get(tag, 3 if tag in (7, 8, 16, 19, 20) else 5)
            index += tag in (5, 6)
        index += 1
    names = {texts[i] for i in classes}
    for text in texts.values():
        if "L" in text and ";" in text:
            names.update(re.findall(r"L([\w/$]+)[;<]", text))
    return names


def is_provided(name):
    # Spark's packages contain only BigDL's additions in this jar, which use Spark's package-private classes.
    return name.startswith(PROVIDED) and not name.startswith("org/apache/spark/")


def reachable(jar):
    present = {name[:-len(".class")] for name in jar.namelist() if name.endswith(".class")}
    missing = [root for root in ROOTS if root not in present]
    if missing:
        fail(f"{DLLIB_JAR} has no class {missing[0]}")
    kept, queue = set(), collections.deque(ROOTS)
    while queue:
        name = queue.popleft()
        if name in present and name not in kept and not is_provided(name):
            kept.add(name)
            queue.extend(references(jar.read(name + ".class")))
    return sorted(name + ".class" for name in kept)


def install(wheel, inner, select, artifact, version):
    folder = CACHE / "maven" / GROUP.replace(".", "/") / artifact / version
    jar_file = folder / f"{artifact}-{version}.jar"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        scratch = pathlib.Path(scratch)
        print(f"dllib.py: creating {artifact} {version} from BigDL's wheel, once", flush=True)
        with zipfile.ZipFile(download(wheel, scratch)) as archive:
            archive.extract(inner, scratch)
        new = scratch / "new.jar"
        with zipfile.ZipFile(scratch / inner) as source, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
            for name in select(source):
                target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
        (folder / f"{artifact}-{version}.pom").write_text(
            '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
            f"<groupId>{GROUP}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></project>\n")
        new.rename(jar_file)


def main():
    wanted = [
        (DLLIB_WHEEL, DLLIB_JAR, lambda jar: reachable(jar) + RESOURCES, "bigdl-dllib-slim", "2.4.0-" + RECIPE),
        (CORE_WHEEL, CORE_JAR, lambda jar: CORE_FILES, "bigdl-mkl-slim", "2.3.0-" + RECIPE),
    ]
    for wheel, inner, select, artifact, version in wanted:
        made = CACHE / "maven" / GROUP.replace(".", "/") / artifact / version / f"{artifact}-{version}.jar"
        if not made.is_file():
            install(wheel, inner, select, artifact, version)


if __name__ == "__main__":
    main()
