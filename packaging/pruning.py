"""What of the collected files the package leaves out, by the name under which they would lie in it."""

from __future__ import annotations

import re

MODULES = (
    # reached from outside, by a Python environment of the user's own: docs/camel-environment.md
    "torch", "transformers", "camel_tools", "spacy", "thinc",
    # others' readers and measures, for tests only; some are GPL and none is ever shipped
    "sklearn", "statsmodels", "nltk", "nervaluate", "krippendorff", "cassis", "docx", "conllu", "seqeval", "datasets",
    "pandas", "pygamma_agreement", "matplotlib", "PIL", "OpenGL", "lxml", "h5py", "cupy", "numba", "sympy", "jinja2",
    # what builds and tests
    "pytest", "_pytest", "hypothesis", "mypy", "ruff", "babel", "setuptools", "pkg_resources", "pip", "Cython",
    "IPython", "jupyter", "jupyter_rfb", "colorcet", "cffi", "sphinx", "pythreejs", "PyInstaller", "wheel", "packaging",
    # what would reach a network
    "requests", "urllib3", "certifi", "idna", "cryptography", "_cffi_backend", "fsspec", "backports",
    # of the standard library: GNU readline and gdbm are GPL, the others have no window here
    "readline", "_gdbm", "_dbm", "dbm.gnu", "tkinter", "_tkinter", "curses", "_curses", "_curses_panel", "idlelib",
    "lib2to3", "pdb", "pydoc_data", "test", "ensurepip", "turtle", "pyarrow.tests", "numpy.tests", "scipy._lib.tests",
    # Qt that no screen of ours is made of
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuickControls2", "PySide6.QtSql",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools", "PySide6.QtXml",
    "PySide6.QtNetwork", "PySide6.QtPrintSupport", "PySide6.QtConcurrent", "PySide6.QtDBus",
    "PyQt5", "PyQt6", "PySide2",
    # rooms of scipy that nothing of ours enters
    "scipy.stats", "scipy.signal", "scipy.ndimage", "scipy.interpolate", "scipy.integrate", "scipy.cluster", "scipy.io",
    "scipy.datasets", "scipy.special.cython_special", "scipy.optimize.cython_optimize",
)  # fmt: skip
"""Modules that are not looked for."""

_QT = r"PySide6/(Qt/)?"
_OUT = (
    _QT + r"(lib/)?(lib)?Qt6?(Qml|Quick|Quick3D|WebEngine|Pdf|3D|VirtualKeyboard|Labs|Designer|Help|Sql"
    r"|Egl[Ff][Ss]|Network|ShaderTools|Multimedia|WaylandCompositor|WaylandEglCompositor|Concurrent)\w*",
    _QT + r"qml/",
    _QT + r"metatypes/",
    _QT + r"plugins/(designer|generic|networkinformation|tls|sqldrivers|qmltooling|qmllint|egldeviceintegrations|"
    r"vectorimageformats|printsupport|wayland-graphics-integration-server)/",
    _QT + r"plugins/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)\b",
    _QT + r"plugins/platforminputcontexts/(lib)?qtvirtualkeyboardplugin",
    _QT + r"plugins/imageformats/(lib)?q(pdf|icns|tga|tiff|wbmp|webp)\b",
    r"PySide6/(assistant|designer|linguist|lrelease|lupdate|qml\w*|svgtoqml|glue|typesystems|include|doc|scripts|support)\b",
    r"PySide6/opengl32sw\.dll",
    # Arrow beyond Parquet files on this machine
    r"pyarrow/(lib|_)\w*(flight|gandiva|orc|cuda|s3|gcs|azure|hdfs)\w*[.-]",
    r"pyarrow/_(dataset|acero|substrait|feather|parquet_encryption)\w*\.",
    r"pyqtgraph/icons/peegee/",
    r"pyarrow/(include|src|tests|vendored/tests)/",
    r"pyarrow/\w+\.(pyx|pxd|pxi|h)$",
    r"pyarrow/libarrow_python(_\w+)?\.so(\.\d+\.\d+\.\d+)?$",  # the same library under two further names
    r"(numpy|scipy)/.*/tests/",
    r"rapidfuzz/distance/metrics_cpp_avx2",  # nothing of ours asks for a distance; the plain one is there
    r"numpy-[^/]*dist-info/",
    r"pyqtgraph/(examples|colors/maps|jupyter|opengl)/",
    r"resources/build/",
    r"resources/locale/.*\.po$",
)
_TRANSLATION = re.compile(_QT + r"translations/(?!qtbase_(ar|en)\.qm$)")
_LEFT_OUT = re.compile("|".join(f"(?:{each})" for each in _OUT))

KEPT_OF_THE_SYSTEM = re.compile(
    r"lib(python3|ssl|crypto|sqlite3|ffi|lzma|bz2|expat|mpdec|b2)(-\d+)?\.so"
)
"""Libraries of the building system that go along; what Qt asks of the desktop's system is the system's own.

The C++ library must be the system's: its graphics drivers are loaded into the program and may want a newer one.
"""


TWICE, TWIN = "numpy.libs/", "scipy.libs/"
"""Where the second holds a library of the same name, which has a hash of what is in it, one of both will do."""


def left_out(name: str) -> bool:
    """Whether a file goes, by its place in the package."""
    place = name.replace("\\", "/")
    return bool(_LEFT_OUT.match(place) or _TRANSLATION.match(place))


def of_the_system(source: str, name: str) -> bool:
    """Whether a Linux library is one that the system on which the program runs has to bring."""
    if not re.match(r"/(usr/(local/)?)?lib(32|64)?/", source):
        return False
    return KEPT_OF_THE_SYSTEM.match(name.rpartition("/")[2]) is None and ".so" in name and "python3" not in source


_SYMBOLS = re.compile(
    r"(pyarrow/)?lib(python|arrow|parquet)\w*[.\d]*\.so[.\d]*$|python3\.\d+/lib-dynload/"
    r"|(pycrfsuite|regex|numpy|scipy)/|ahocorasick\."
)


def strippable(name: str) -> bool:
    """Whether a library's symbols may go. numpy.libs and scipy.libs hold some that cannot be loaded without; the
    program's self-test loads every library of the package.
    """
    return _SYMBOLS.match(name) is not None and ".so" in name
