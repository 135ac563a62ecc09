"""All settings, read once from the environment; production refuses to start when one is unsafe or missing.

Every variable read here is described in docs/operacao.md (a test compares the two).
"""

import ipaddress
from collections.abc import Iterable
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()


def networks(said: Iterable[str]) -> list[str]:
    """Addresses and networks in their one form. Raises ImproperlyConfigured for a name: it may come to mean another."""
    try:
        return [str(ipaddress.ip_network(text.strip(), strict=False)) for text in said]
    except ValueError as failure:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {failure}. Use IP addresses or networks.") from None


PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.str("ACEITE_ENV", default="production")
if ENVIRONMENT not in {"production", "demo", "development", "test"}:
    raise ImproperlyConfigured(f"ACEITE_ENV={ENVIRONMENT!r}: use production, demo, development or test.")
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT in {"demo", "development"}
DEBUG = ENVIRONMENT == "development"
VAR = Path(
    env.str("ACEITE_VAR", default="/var/lib/aceite" if PRODUCTION else str(PACKAGE.parent / "var" / ENVIRONMENT))
)

if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
    BASE_URL = env.str("BASE_URL").rstrip("/")
    if not BASE_URL.startswith("https://"):
        raise ImproperlyConfigured("BASE_URL must begin with https:// in production.")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="only-for-tests-and-development-" + "x" * 40)
    BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")

HOST = BASE_URL.split("//", 1)[1].split("/", 1)[0]
# The house's own names. Beside them stand the companies' own domains, which are rows: `project.hosts` judges every
# host, so Django judges none.
HOUSE_HOSTS = [HOST.split(":")[0], *env.list("EXTRA_HOSTS", default=[])]
if not PRODUCTION:
    HOUSE_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
# A demo is opened at whatever name its machine has.
OPEN_HOUSE = not PRODUCTION
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "aceite.faces.ui.errors.csrf_failure"

# The secret from which one-time codes and links are derived; changing it voids every open code and invitation.
PEPPER = env.str("PEPPER", default=SECRET_KEY)

# The secret that encrypts the private keys of the seal; it stays outside the database, and is never changed by itself.
SEAL_SECRET = env.str("SEAL_SECRET") if PRODUCTION else env.str("SEAL_SECRET", default=SECRET_KEY)

# The authorities whose certificates are trusted when a file is checked: filled by `aceite trust import`.
TRUST_FOLDER = env.str("TRUST_FOLDER", default=str(VAR / "trust"))

# Who vouches for the time of a seal (RFC 3161), in the order in which they are asked; nobody by default. Their stamps
# are believed when they lead to a root in the trust folder.
TIME_AUTHORITIES = env.list("TIME_AUTHORITIES", default=[])
TIME_AUTHORITY_SECONDS = env.float("TIME_AUTHORITY_SECONDS", default=3.0)

INSTALLED_APPS = [
    "aceite.core.rows",
    "aceite.core.trail",
    "aceite.core.jobs",
    "aceite.core.companies",
    "aceite.core.documents",
    "aceite.core.people",
    "aceite.core.signatures",
    "aceite.core.catalog",
    "aceite.core.conditions",
    "aceite.core.customers",
    "aceite.core.prices",
    "aceite.core.imports",
    "aceite.core.proposals",
    "aceite.core.contracts",
    "aceite.core.clearances",
    "aceite.core.blueprints",
    "aceite.core.sales",
    "aceite.core.receivables",
    "aceite.core.comments",
    "aceite.core.tickets",
    "aceite.core.agreements",
    "aceite.core.bulk",
    "aceite.core.privacy",
    "aceite.core.notices",
    "aceite.core.reminders",
    "aceite.outbound.mail",
    "aceite.faces.ui",
    "aceite.faces.office",
    "aceite.faces.panel",
    "aceite.faces.verify",
    "aceite.project",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_prose_editor",
    "heroicons",
    "template_partials",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "aceite.project.hosts.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aceite.project.compressing.CompressPages",
    "aceite.project.middleware.Keeping",
    "csp.middleware.CSPMiddleware",
    "aceite.project.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aceite.project.middleware.ViewerMiddleware",
    "aceite.project.middleware.DeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aceite.project.middleware.ButtonAddressMiddleware",
]

ROOT_URLCONF = "aceite.project.urls"
WSGI_APPLICATION = "aceite.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aceite.faces.office.shell.shell",
                "aceite.faces.panel.shell.shell",
            ],
        },
    }
]

# As owner only while migrating: the runtime role owns nothing, so row-level security holds for it.
AS_OWNER = env.bool("ACEITE_AS_OWNER", default=False)
_url = "DATABASE_OWNER_URL" if AS_OWNER and env.str("DATABASE_OWNER_URL", default="") else "DATABASE_URL"
DATABASES = {"default": env.db_url(_url, default=f"sqlite:///{VAR / 'db.sqlite3'}")}
# The role that serves; while migrating as owner it is given what it may touch.
RUNTIME_ROLE = env.db_url("DATABASE_URL").get("USER", "") if _url == "DATABASE_OWNER_URL" else ""
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False
# A test's database need not survive a power cut; every other one must.
_durability = "OFF" if ENVIRONMENT == "test" else "FULL"
# Each thread keeps a connection with pages of its own: so many bytes are all that those of one process hold together.
_caches = "PRAGMA cache_size=-8000; PRAGMA soft_heap_limit=12582912;"
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "aceite.project.sqlite"
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={_durability}; {_caches}",
    }
    _database["CONN_MAX_AGE"] = None
else:
    # Planning a wide join takes PostgreSQL longer than running it: what comes again and again is planned once.
    _prepare = env.bool("DATABASE_PREPARE", default=True)
    _database["OPTIONS"] = {"server_side_binding": _prepare, "prepare_threshold": 1 if _prepare else None}
    if ENVIRONMENT != "test":
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=10), "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if url := env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache_url_config(url)}
elif ENVIRONMENT == "test":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["aceite.core.people.standing.Standing"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/entrar/"
SIGN_UP_OPEN = env.bool("SIGN_UP_OPEN", default=not PRODUCTION)
SESSION_ENGINE = "aceite.core.people.standing"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", _("Português")), ("en", _("Inglês"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "America/Sao_Paulo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# The sellers' handbook: in the repository among the documents, in the wheel beside the code.
HANDBOOK = next(place for place in (PACKAGE / "handbook", PACKAGE.parent / "docs" / "ajuda") if place.is_dir())
# The customers' handbook, in each language; beside the other.
_CUSTOMERS = (PACKAGE / "customer_handbook", PACKAGE.parent / "docs" / "ajuda-do-cliente")
CUSTOMER_HANDBOOK = next(place for place in _CUSTOMERS if place.is_dir())
STATICFILES_DIRS = [("ajuda", HANDBOOK / "imagens"), ("ajuda-do-cliente", CUSTOMER_HANDBOOK / "imagens")]
_storage = env.str("STORAGE_BACKEND", default="")
STORAGES = {
    "default": {
        "BACKEND": _storage or "django.core.files.storage.FileSystemStorage",
        # A folder of this machine means something else, or nothing, to another storage.
        "OPTIONS": env.json("STORAGE_OPTIONS", default={} if _storage else {"location": str(VAR / "files")}),
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test" or DEBUG
        else "aceite.project.statics.Statics"
    },
}
# Where files being sent in pieces stand until they are whole; web and worker processes share it. What one company may
# have on its way at a time.
UPLOAD_FOLDER = env.str("UPLOAD_FOLDER", default=str(VAR / "uploads"))
UPLOAD_MOST_FILES = env.int("UPLOAD_MOST_FILES", default=1000)
UPLOAD_MOST_MEGABYTES = env.int("UPLOAD_MOST_MEGABYTES", default=4000)
# Pages are never served from a media address: every file goes through a door.
MEDIA_URL = "/nunca/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# As many rows as the editor of a proposal reads (`MAX_ROWS`), of thirteen fields each, and all that stands beside them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 16_000

MAIL_FOLDER = VAR / "mail"
if ENVIRONMENT == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
else:
    vars().update(env.email_url_config(env.str("EMAIL_URL")))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"Aceite <nao-responda@{HOST.split(':')[0]}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Addresses of the reverse proxies whose X-Forwarded-For is believed; nobody's by default.
TRUSTED_PROXIES = networks(env.list("TRUSTED_PROXIES", default=[]))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "structlog.stdlib.ProcessorFormatter", "processor": "ext://aceite.project.logs.render"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING" if not PRODUCTION else "INFO")},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
if PRODUCTION and not SECURE_SSL_REDIRECT:
    # The operator said that the server before it redirects: that this one does not is no reason not to start.
    SILENCED_SYSTEM_CHECKS += ["security.W008"]
