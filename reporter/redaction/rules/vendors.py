"""Rules for tokens that begin with a literal of their service.

Prefixes are case-exact; characters and lengths as the services document them, with some room at the long end.
"""

from __future__ import annotations

import re

from reporter.redaction.ordinary import is_published
from reporter.redaction.rule import Rule
from reporter.redaction.rules.web import START

_SAMPLE = {
    "h": "0a1b2c3d4e5f6789",
    "l": "a1b2c3d4e5f6g7h8",
    "u": "A1B2C3D4E5F6G7H8",
    "w": "a1B2c3D4e5F6g7H8",
    "d": "1029384756",
}
_CLASS = {
    "h": "[0-9a-fA-F]",
    "l": "[a-z0-9]",
    "u": "[A-Z0-9]",
    "w": "[A-Za-z0-9]",
    "d": "[0-9]",
    "_": r"[\w\-]",
    "b": r"[A-Za-z0-9+/_=\-]",
    ".": r"[\w.\-]",
}


def _varied(match: re.Match[bytes]) -> bool:
    """A sample such as `ghp_xxxxxxxx` is none; a real token mixes digits or cases."""
    body, whole = match["body"], match[0]
    if len(set(body)) < 4 or b"xxxxxx" in body.lower() or match.string[match.end() : match.end() + 3] == b"...":
        return False
    return any(48 <= byte <= 57 for byte in whole) or (
        body.lower() != body and body.upper() != body and len(body) >= 20
    )


def _token(kind: str, name: str, prefixes: str, letters: str, least: int, most: int = 0, tail: str = "") -> Rule:
    """A token: one of the prefixes, then between `least` and `most` characters of a class."""
    first = prefixes.split()
    sample = first[0] + (_SAMPLE.get(letters, _SAMPLE["w"]) * 40)[:least]
    heads = "|".join(re.escape(prefix) for prefix in first)
    guard = START if first[0][0].isalnum() else ""
    return Rule(
        name,
        kind,
        tuple(prefix.lower() for prefix in first),
        rf"{guard}(?:{heads})(?P<body>{_CLASS[letters]}{{{least},{most or least * 2 + 40}}}){tail}",
        accept=_varied,
        examples=((f"x = {sample} ;", sample),) if not tail else (),
        counters=(f"{first[0]}xxxx",),
    )


_GITHUB = (
    _token("github-token", "github-classic", "ghp_ gho_ ghu_ ghs_ ghr_", "w", 30, 255),
    _token("github-token", "github-fine-grained", "github_pat_", "_", 22, 255),
)
_GITLAB = (
    *tuple(
        _token("gitlab-token", f"gitlab-{prefix.strip('-_')}", prefix, letters, least, 300)
        for prefix, letters, least in (
            ("glpat-", ".", 20),
            ("glptt-", "h", 40),
            ("gldt-", "_", 20),
            ("glrt-", "_", 20),
            ("glrtr-", "_", 20),
            ("glcbt-", "_", 18),
            ("glimt-", "_", 25),
            ("glft-", "_", 20),
            ("glffct-", "_", 20),
            ("glagent-", "_", 40),
            ("gloas-", "_", 50),
            ("glsoat-", "_", 20),
            ("glwt-", "_", 20),
        )
    ),
    _token("gitlab-token", "gitlab-runner", "GR1348941", "_", 20, 60),
    _token("gitlab-token", "gitlab-session", "_gitlab_session=", "w", 32, 64),
)
_REGISTRIES = (
    _token("registry-token", "npm", "npm_", "w", 30, 80),
    Rule(
        "npm-auth",
        "registry-token",
        ("_authtoken", "_auth"),
        r"\s{0,3}[=:]\s{0,3}[\"']?(?P<value>[A-Za-z0-9+/=_\-]{16,400})",
        at="end",
        accept=lambda match: any(48 <= byte <= 57 for byte in match["value"]),
        examples=(
            ("//registry.example.com/:_authToken=743b294a-cd03-11ec-9d64-0242ac12", "743b294a-cd03-11ec-9d64-0242ac12"),
        ),
        counters=("_authToken=${NPM_TOKEN}",),
    ),
    _token("registry-token", "pypi", "pypi-", "_", 40, 400),
    _token("registry-token", "nuget", "oy2", "l", 43, 44),
    _token("registry-token", "rubygems", "rubygems_", "h", 48),
    _token("registry-token", "clojars", "CLOJARS_", "w", 58, 70),
    _token("registry-token", "docker-hub", "dckr_pat_ dckr_oat_", "_", 20, 60),
    _token("registry-token", "artifactory", "AKCp", "w", 64, 80),
    _token("registry-token", "artifactory-reference", "cmVmdGtu", "w", 54, 60),
)
_CHAT = (
    Rule(
        "slack",
        "chat-token",
        ("xox", "xapp-"),
        START + r"(?:xox[a-z]\.xox[bp]-|xox[a-z]-|xapp-)(?P<body>[A-Za-z0-9\-]{16,400})",
        accept=_varied,
        examples=(("t xoxb-123456789012-a1B2c3D4e5F6g7H8i9J0", "xoxb-123456789012-a1B2c3D4e5F6g7H8i9J0"),),
        counters=("xoxb-xxxx",),
    ),
    Rule(
        "slack-webhook",
        "chat-token",
        ("hooks.slack.com/",),
        r"(?P<value>(?:services|workflows|triggers)/[A-Za-z0-9+/]{20,200})",
        at="end",
        examples=(
            (
                "https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/a1B2c3D4e5F6",
                "services/T0A1B2C3D/B0A1B2C3D/a1B2c3D4e5F6",
            ),
        ),
    ),
    Rule(
        "webhook",
        "chat-token",
        (
            "discord.com/api/webhooks/",
            "discordapp.com/api/webhooks/",
            "hooks.zapier.com/hooks/catch/",
            "chat.googleapis.com/v0/spaces/",
            "hook.make.com/",
            "maker.ifttt.com/trigger/",
            "hooks.nabu.casa/",
            "integromat.com/",
        ),
        r"(?P<value>[\w/\-?=&%.]{10,300})",
        at="end",
        examples=(("https://discord.com/api/webhooks/1234/a1B2c3D4e5F6", "1234/a1B2c3D4e5F6"),),
    ),
    Rule(
        "telegram",
        "chat-token",
        (":aa",),
        r"(?<![\w:.\-])(?P<body>[0-9]{8,10}:A[A-Za-z0-9_\-]{33,35})(?![\w\-])",
        before=b"0123456789",
        accept=_varied,
        examples=(
            ("bot 123456789:AAa1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q", "123456789:AAa1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q"),
        ),
    ),
)
_CLOUDS = (
    Rule(
        "aws-access-key",
        "cloud-key",
        ("akia", "asia", "abia", "acca", "aroa", "aida", "a0t"),
        START + r"(?<![/+])(?P<body>(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{16})(?![A-Za-z0-9])",
        accept=_varied,
        examples=(("id AKIAQ3W4E5R6T7Y8U9I0 x", "AKIAQ3W4E5R6T7Y8U9I0"),),
        counters=("ASIAN", "akia1234567890123456"),
    ),
    _token("cloud-key", "aws-bedrock", "ABSK bedrock-api-key-", "b", 32, 300),
    _token("cloud-key", "aws-mws", "amzn.mws.", "_", 30, 60),
    Rule(
        "google-api-key",
        "cloud-key",
        ("aiza",),
        START + r"AIza(?P<body>[\w\-]{34,36})(?![\w])",
        accept=lambda match: _varied(match) and not is_published(match[0]),
        examples=(("k AIza" + "a1B2c" * 7, "AIza" + "a1B2c" * 7),),
    ),
    _token("cloud-key", "google-oauth", "ya29. GOCSPX- 1//0", ".", 24, 400),
    _token("cloud-key", "databricks", "dapi dkea dose", "h", 32, 34, r"(?:-\d)?"),
    Rule(
        "openai",
        "cloud-key",
        ("sk-",),
        START + r"sk-(?:[a-z]{2,12}-){0,5}(?:or-v1-|ant-[a-z]+\d\d-)?(?P<body>[\w\-]{20,300})",
        accept=_varied,
        examples=(("k sk-proj-" + "a1B2" * 10, "sk-proj-" + "a1B2" * 10),),
        counters=("sk-learn-for-beginners-in-python",),
    ),
    Rule(
        "stripe",
        "cloud-key",
        ("sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "pk_live_", "pk_test_", "whsec_"),
        START + r"(?:[srp]k_(?:live|test|prod)_|whsec_)(?P<body>[A-Za-z0-9_]{10,200})",
        accept=_varied,
        examples=(("k sk_live_" + "a1B2" * 6, "sk_live_" + "a1B2" * 6),),
    ),
)
_ROWS: tuple[tuple[str, str, str, int, int], ...] = (
    ("1password", "ops_eyJ", "b", 24, 800),
    ("adafruit", "aio_", "w", 28, 30),
    ("akamai", "akab-", "_", 24, 60),
    ("alibaba", "LTAI", "w", 12, 30),
    ("anthropic", "sk-ant-", "_", 40, 200),
    ("apify", "apify_api_", "w", 30, 50),
    ("asana", "ATATT3 ATCTT3 ATBB", "b", 24, 300),
    ("auth0", "auth0_", "w", 24, 64),
    ("brevo", "xkeysib- xsmtpsib-", "_", 64, 100),
    ("buildkite", "bkua_ bkat_", "l", 40, 64),
    ("canva", "cnvca", "w", 48, 60),
    ("checkout", "sk_sbox_", "l", 26, 32),
    ("circleci", "CCIPAT_ CCIPRJ_", "_", 40, 80),
    ("cloudflare-origin", "v1.0-", "_", 100, 180),
    ("contentful", "CFPAT-", "_", 40, 50),
    ("defined", "dnkey-", "_", 40, 90),
    ("deno", "ddp_ ddw_", "w", 36, 36),
    ("digitalocean", "dop_v1_ doo_v1_ dor_v1_", "h", 64, 64),
    ("doppler", "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", ".", 40, 80),
    ("dropbox", "sl.", "_", 60, 1400),
    ("duffel", "duffel_test_ duffel_live_", "_", 40, 50),
    ("dynatrace", "dt0c01. dt0s01. dt0s16.", ".", 24, 120),
    ("easypost", "EZAK EZTK", "w", 54, 60),
    ("elastic", "essu_", "b", 40, 120),
    ("endor", "endr+", "w", 16, 40),
    ("eraser", "eraser_", "w", 16, 60),
    ("fastly", "fastly_", "_", 32, 40),
    ("figma", "figd_ figu_ figo_ figdr_", "_", 36, 60),
    ("fio", "fio-u-", "_", 60, 70),
    ("flutterwave", "FLWSECK_TEST- FLWPUBK_TEST- FLWSECK- FLWSECK_TEST", "_", 12, 60),
    ("flyio", "fo1_ FlyV1", "b", 40, 600),
    ("frameio", "fio-", "_", 64, 70),
    ("sk-underscore", "sk_", "_", 24, 60),
    ("gocardless", "live_ sandbox_", "_", 36, 60),
    ("grafana", "glc_ glsa_ eyJrIjoi", "b", 32, 500),
    ("groq", "gsk_", "w", 40, 60),
    ("harness", "pat. sat.", ".", 60, 100),
    ("hashicorp-batch", "hvb. hvs. hvr.", "_", 24, 300),
    ("heroku", "HRKU-", "_", 36, 70),
    ("highnote", "sk_highnote_", "w", 16, 60),
    ("hubspot", "pat-na1- pat-eu1- pat-na2-", "_", 36, 40),
    ("huggingface", "hf_ api_org_", "w", 30, 40),
    ("infracost", "ico-", "w", 30, 40),
    ("intra42", "s-s4t2ud- s-s4t2af-", "h", 64, 64),
    ("jfrog", "reftkn:", "_", 30, 80),
    ("langchain", "lsv2_pt_ lsv2_sk_ ls__", "_", 32, 60),
    ("langfuse", "sk-lf- pk-lf-", "_", 36, 36),
    ("launchdarkly", "sdk- api- mob-", "_", 36, 36),
    ("linear", "lin_api_ lin_oauth_", "w", 32, 70),
    ("lob", "live_pub_ test_pub_", "h", 31, 35),
    ("mailchimp", "mc-", "h", 32, 36),
    ("mailgun", "key- pubkey-", "h", 32, 32),
    ("yandex", "AQVN", "_", 36, 60),
    ("weightsandbiases", "wandb_v1_", "_", 40, 120),
    ("mapbox", "pk.eyJ sk.eyJ tk.eyJ", ".", 40, 200),
    ("maxmind", "mmk_", "w", 20, 60),
    ("mercury", "mercury_production_ mercury_sandbox_", "_", 20, 100),
    ("mergify", "mka_", "_", 40, 60),
    ("miro", "miro_", "w", 24, 60),
    ("mixpanel", "mxp_", "w", 30, 40),
    ("neon", "napi_", "l", 60, 70),
    ("netlify", "nfp_ nfc_ nfo_ nfu_", "w", 36, 44),
    ("newrelic", "NRAK- NRII- NRBR- NRJS- NRRA-", "_", 19, 60),
    ("notion", "ntn_ secret_", "w", 40, 60),
    ("nvidia", "nvapi-", "_", 60, 80),
    ("octopus", "API-", "u", 25, 36),
    ("okta", "SSWS", "_", 40, 50),
    ("onfido", "api_live. api_sandbox. api_live_us. api_sandbox_us.", ".", 30, 80),
    ("openshift", "sha256~", "_", 36, 50),
    ("openvsx", "ovsxat_", "_", 30, 50),
    ("paystack", "sk_paystack_", "w", 20, 60),
    ("paypal", "access_token$production$ access_token$sandbox$", "l", 16, 60),
    ("perplexity", "pplx-", "w", 40, 60),
    ("pinecone", "pcsk_", "_", 50, 90),
    ("planetscale", "pscale_tkn_ pscale_oauth_ pscale_pw_", ".", 30, 70),
    ("plaid", "access-sandbox- access-development- access-production-", "_", 36, 36),
    ("postman", "PMAK-", "_", 50, 70),
    ("posthog", "phc_ phx_", "w", 40, 60),
    ("prefect", "pnu_ pnb_", "l", 36, 36),
    ("private-ai", "pvt_", "w", 24, 60),
    ("pulumi", "pul-", "h", 40, 40),
    ("pubnub", "sub-c- pub-c- sec-c-", "_", 36, 60),
    ("ramp", "ramp_id_ ramp_sec_", "w", 40, 60),
    ("razorpay", "rzp_live_ rzp_test_", "w", 12, 30),
    ("readme", "rdme_", "l", 60, 75),
    (
        "rechargepayments",
        "sk_1x1_ sk_2x2_ sk_3x3_ sk_5x5_ sk_10x10_ sk_test_1x1_ sk_test_2x2_ sk_test_3x3_",
        "h",
        60,
        70,
    ),
    ("rootly", "rootly_", "h", 60, 70),
    ("replicate", "r8_", "_", 36, 42),
    ("retool", "retool_", "w", 16, 80),
    ("salad", "salad_cloud_", "_", 30, 80),
    ("samsara", "samsara_api_", "w", 20, 60),
    ("scalingo", "tk-us-", "_", 40, 52),
    ("sendgrid", "SG.", ".", 40, 80),
    ("sendinblue", "xkeysib", "_", 40, 100),
    ("sentry", "sntryu_ sntrys_ sntrya_", "b", 60, 300),
    ("settlemint", "sm_pat_ sm_aat_ sm_sat_", "w", 16, 40),
    ("shippo", "shippo_live_ shippo_test_", "h", 40, 40),
    ("shopify", "shpat_ shpca_ shppa_ shpss_ shptka_ shpua_", "h", 32, 40),
    ("sidekiq", "sidekiq_", "h", 16, 40),
    ("snyk", "snyk_", "_", 30, 60),
    ("sonarqube", "sqp_ squ_ sqa_ sqco_", "w", 36, 70),
    ("sourcegraph", "sgp_ slk_", "_", 36, 90),
    ("square", "sq0atp- sq0csp- sq0idp- EAAA", "_", 22, 64),
    ("supabase", "sbp_ sb_secret_ sb_publishable_", "_", 22, 64),
    ("tailscale", "tskey- tskey-api- tskey-auth-", "_", 20, 70),
    ("tavily", "tvly-", "_", 28, 50),
    ("teamworkcrm", "tkn.v1_", "b", 60, 90),
    ("tencent", "AKID", "w", 32, 60),
    ("together", "tgp_v1_", "_", 40, 50),
    ("travis", "travis_", "w", 20, 40),
    ("typeform", "tfp_", ".", 40, 70),
    ("unkey", "unkey_", "w", 20, 40),
    ("vercel", "vercel_blob_rw_ vcp_ vci_ vca_ vcr_ vck_", "_", 24, 70),
    ("voiceflow", "VF.DM. VF.WS.", ".", 24, 60),
    ("webex", "webexbot_", "_", 40, 120),
    ("xai", "xai-", "w", 70, 90),
    ("zuplo", "zpka_", "_", 30, 60),
    ("oauth-prefixed", "oauth2:", "h", 40, 64),
    ("atlas", "mdb_sa_sk_", "_", 40, 44),
    ("bitrise", "bkpat_", "w", 20, 60),
    ("buddy", "bdy_", "w", 20, 60),
    ("deepseek", "dsk-", "w", 30, 60),
    ("exa", "exa_", "_", 30, 60),
    ("jina", "jina_", "w", 50, 70),
    ("logto", "logto_", "w", 20, 60),
    ("pagerduty", "pdus+", "b", 16, 60),
    ("polar", "polar_", "_", 30, 80),
    ("rapidapi", "rapidapi_", "w", 30, 60),
    ("render", "rnd_", "w", 28, 40),
    ("stackhawk", "hawk.", ".", 36, 60),
    ("tines", "tines_", "w", 20, 60),
    ("ubidots", "BBFF-", "w", 28, 40),
    ("upstash", "ups_", "w", 30, 60),
    ("volcengine", "AKLT", "w", 30, 60),
    ("zapier", "zap_", "w", 20, 60),
)
_LONG_TAIL = tuple(
    _token("vendor-token", name, prefixes, letters, least, most) for name, prefixes, letters, least, most in _ROWS
)
_SHAPED = (
    Rule(
        "age",
        "vendor-token",
        ("age-secret-key-",),
        r"AGE-SECRET-KEY-1[A-Z0-9]{50,70}",
        examples=(("key AGE-SECRET-KEY-1" + "Q0Z9" * 14, "AGE-SECRET-KEY-1" + "Q0Z9" * 14),),
    ),
    Rule(
        "terraform",
        "vendor-token",
        (".atlasv0.",),
        r"(?P<body>[A-Za-z0-9]{10,40}\.atlasv1\.[A-Za-z0-9\-_=]{40,90})",
        before=b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        accept=_varied,
        examples=(("a1B2c3D4e5F6g7.atlasv1." + "a1B2" * 16, "a1B2c3D4e5F6g7.atlasv1." + "a1B2" * 16),),
    ),
    Rule(
        "mailchimp-key",
        "vendor-token",
        ("-us0",),
        r"(?P<body>[0-9a-f]{32}-us[0-9]{1,2})(?![0-9a-z])",
        back=32,
        accept=_varied,
        examples=(("0a1b2c3d4e5f67890a1b2c3d4e5f6789-us12", "0a1b2c3d4e5f67890a1b2c3d4e5f6789-us12"),),
    ),
    Rule(
        "facebook",
        "vendor-token",
        ("eaab", "eaac", "eaam", "eaag", "eaaa"),
        START + r"EAA(?P<body>[A-Za-z0-9]{80,400})",
        accept=_varied,
        examples=(("EAAB" + "a1B2" * 30, "EAAB" + "a1B2" * 30),),
    ),
    Rule(
        "kubeconfig",
        "key-value",
        ("client-key-data", "client-certificate-data", "certificate-authority-data", "id-token:"),
        r"\s{0,3}[:=]?\s{0,3}[\"']?(?P<value>[A-Za-z0-9+/=._\-]{40,8000})",
        at="end",
        examples=(("client-key-data: " + "a1B2" * 12, "a1B2" * 12),),
    ),
)

VENDOR_RULES: tuple[Rule, ...] = (*_GITHUB, *_GITLAB, *_REGISTRIES, *_CHAT, *_CLOUDS, *_LONG_TAIL, *_SHAPED)
