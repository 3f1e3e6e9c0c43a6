"""Packaging of amo_pyramid: metadata, requirements, extras and entry points."""

from pathlib import Path

from setuptools import find_namespace_packages, setup

HERE = Path(__file__).parent
VERSION = (HERE / "amo_pyramid" / "VERSION").read_text(encoding="utf-8").strip()

REQUIRES = [
    "alembic>=1.13",
    "babel>=2.14",
    "cachetools>=5.3",
    "click>=8.1",
    "colander>=2.0",
    "cornice>=6.1",
    "cryptography>=42.0",
    "jinja2>=3.1",
    "limits>=5.0",
    "linkify-it-py>=2.0",
    # Carries the files of Swagger UI, and nothing else that is used.
    "mkdocs-swagger-ui-tag>=0.8.1,<0.9",
    "multipart>=2.0",
    "nh3>=0.2.18",
    "orjson>=3.10",
    "plaster-pastedeploy>=1.0",
    "pygal>=3.0.5",
    "pyjwt>=2.8",
    "pyramid>=2.0.2",
    "pyramid-jwt>=1.6.1",
    "pyramid-tm>=2.5",
    "python-slugify>=8.0",
    "redis>=5.0",
    # Pyramid 2.1 and Cornice 6.1 import pkg_resources, which setuptools 82 removed.
    "setuptools<82",
    "snowballstemmer>=3.0",
    "sqlalchemy>=2.0.30",
    "transaction>=4.0",
    "translationstring>=1.4",
    "waitress>=3.0",
    "zope.sqlalchemy>=3.1",
]
EXTRAS = {
    "metrics": ["prometheus-client>=0.20"],
    "postgresql": ["psycopg[binary]>=3.1"],
    "test": [
        "hypothesis>=6.100",
        "jsonschema>=4.20",
        "prometheus-client>=0.20",
        "pytest>=8.0",
        "pytest-xdist>=3.5",
        "schemathesis>=4.20 ; python_version >= '3.11'",
        "webtest>=3.0",
    ],
    # The site of docs/.
    "docs": ["furo>=2025.12", "myst-parser>=4.0", "sphinx>=8.1", "sphinx-click>=6.2"],
    "lint": ["import-linter>=2.15", "mypy>=1.10", "ruff>=0.5"],
}

setup(
    name="amo_pyramid",
    version=VERSION,
    description="An add-on catalogue service that speaks the API of addons.mozilla.org",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license_expression="MPL-2.0",
    license_files=["LICENSE"],
    python_requires=">=3.10",
    # Message catalogues and migrations lie in folders that are no packages in the old sense.
    packages=find_namespace_packages(
        include=["amo_pyramid", "amo_pyramid.*"], exclude=["*.__pycache__", "*.__pycache__.*"]
    ),
    include_package_data=True,
    zip_safe=False,
    install_requires=REQUIRES,
    extras_require=EXTRAS,
    entry_points={
        "paste.app_factory": ["main = amo_pyramid:main"],
        "paste.server_runner": ["main = amo_pyramid.server:serve"],
        "console_scripts": ["amo-pyramid = amo_pyramid.cli:main"],
    },
    classifiers=[
        "Environment :: Web Environment",
        "Framework :: Pyramid",
        "Programming Language :: Python :: 3",
        "Topic :: Internet :: WWW/HTTP :: WSGI :: Application",
    ],
)
