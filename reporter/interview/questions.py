"""The questions, as data: one line each, in the order they are asked; `id` is the report path that the answer fills."""

# ruff: noqa: E501  (a question a line reads as the table that it is)

from __future__ import annotations

from reporter.interview.question import Choice, Known, Question

YES_NO = (Choice("yes", "yes"), Choice("no", "no"))

REGIONS = (
    "Asia", "Australia", "Brazil", "Canada", "Europe", "France", "Germany", "India", "Italy", "Japan", "Korea", "Norway",
    "Poland", "Singapore", "South Africa", "South America", "Sweden", "Switzerland", "United Arab Emirates",
    "United Kingdom", "United States",
)  # fmt: skip


def not_an_install(known: Known) -> bool:
    """Something was there before."""
    return known.get("operation.kind") != "install"


def by_command(known: Known) -> bool:
    """The import ran from a tool that has a version and a command."""
    return str(known.get("operation.method") or "").split(" ")[0] in ("pac", "pipeline", "build")


def about_dlp(known: Known) -> bool:
    """A flow of the DLP feature is named."""
    return "DLP" in str(known.get("errors") or "")


def about_dependencies(known: Known) -> bool:
    """An error says that something is missing, or what is missing was read."""
    return bool(known.get("missing_dependencies")) or "dependenc" in str(known.get("errors") or "").casefold()


def looked_at_health(known: Known) -> bool:
    """The step "look at service health" is among those that were tried."""
    return any("service-health" in str(row.get("step")) for row in known.get("attempts") or () if isinstance(row, dict))


def _pick(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, label) for label in labels)


# fmt: off
QUESTIONS: tuple[Question, ...] = (
    Question("errors", "Errors", "What is the exact error: code and full text?", "Everything known about an error is found by its code and its words.", "errors"),
    Question("operation.kind", "Import", "What did you do?", "A clean install and an upgrade fail for different reasons.", "choice", (Choice("install", "clean install", "nothing was there before"), Choice("upgrade", "upgrade", "the newer version replaces the older one"), Choice("update", "update", "on top of what is there"), Choice("patch", "patch"))),
    Question("solution.name", "Solution", "Which solution is it?", "Each solution of a kit has its own maintainers and known errors.", suggestions=("Center of Excellence - Core Components", "Creator Kit")),
    Question("solution.source_version", "Solution", "Which version was installed before?", "Paths between versions matter: some must be gone in steps.", "version", when=not_an_install),
    Question("solution.target_version", "Solution", "Which version did you import?", "It may be fixed in a newer one.", "version"),
    Question("attempts", "Steps tried", "What have you tried already?", "Nobody will ask you to do it again, and it decides where to report.", "steps", always=True),
    Question("checks.service_health", "Steps tried", "What did the service health page show?", "An active incident explains the error, and Microsoft is already on it.", "choice", _pick("no incident", "an active incident", "a resolved incident"), other=True, when=looked_at_health),
    Question("timeline", "Timeline", "What happened when? One line each: time, then what.", "Support searches its logs by these times.", "timeline", always=True, hint="Such as: yesterday 14:30 import started"),
    Question("environment.type", "Environment", "What type of environment is it?", "Limits and support differ between types.", "choice", _pick("Production", "Sandbox", "Trial", "Developer", "Teams", "Default")),
    Question("environment.region", "Environment", "Which region is it in?", "Incidents and rollouts go region by region.", suggestions=REGIONS, hint="Such as Europe."),
    Question("environment.license", "Environment", "Which license does it run on?", "Most components of the kit need a premium license.", "choice", _pick("Power Apps Premium", "Power Apps per app", "Power Automate Premium", "Dynamics 365", "Microsoft 365 only", "Developer Plan", "Trial"), other=True),
    Question("attachments", "Attachments", "Screenshots, logs or other files to attach?", "A picture of the error, and the log, save a question.", "files", always=True, hint="One path a line; files can be dragged in."),
    Question("target", "Where to report", "Where shall the report go?", "It decides what must be in it and what must not.", "target", always=True),
    Question("impact.severity", "Impact", "How severe is it?", "Support answers by severity.", "choice", (Choice("A", "A: critical", "work stands still; you commit to be reachable around the clock"), Choice("B", "B: moderate", "work goes on, impaired"), Choice("C", "C: minimal", "a small impediment")), targets=("microsoft", "internal")),
    Question("impact.description", "Impact", "What does it stop, and for whom?", "A severity without a business impact is lowered.", targets=("microsoft",)),
    Question("contact.email", "Contact", "The contact's e-mail address?", "Support writes to it.", "email", targets=("microsoft",)),
    Question("consent.diagnostics", "Contact", "May Microsoft collect diagnostic information from the environment?", "Without it an engineer has to ask for each log.", "choice", YES_NO, targets=("microsoft",)),
    # Optional from here: asked only when the user wants to go through them, or picks one in the review.
    Question("title", "Summary", "What is the title?", "It is what people see in a list.", optional=True),
    Question("summary", "Summary", "What happened, in your own words?", "What no log says: what you saw, and what is odd about it.", "text", optional=True),
    Question("expected", "Summary", "What did you expect?", "Forms ask for it.", "text", optional=True),
    Question("steps_to_reproduce", "Summary", "How can somebody else see the error?", "What can be repeated can be mended.", "text", optional=True),
    Question("solution.unique_name", "Solution", "The solution's unique name?", "Maintainers ask for the Name column, not the display name.", optional=True),
    Question("solution.file", "Solution", "Which file did you import?", "The whole kit's zip instead of the one inside is a common mix-up.", optional=True),
    Question("operation.method", "Import", "Which way did you import?", "Each way has its own limits.", "choice", _pick("maker portal", "admin center", "pac", "pipeline", "build tools"), other=True, optional=True),
    Question("operation.command", "Import", "The exact command?", "Switches such as --async change what happens.", optional=True, when=by_command),
    Question("operation.tool_version", "Import", "The tool's version?", "Some errors are the tool's own.", "version", optional=True, when=by_command),
    Question("operation.started", "Import", "When did the import start?", "Support looks into its logs at that time.", "time", optional=True, hint="Such as: 18.11.2025 9:14"),
    Question("operation.duration_seconds", "Import", "How long did it run?", "A stop after exactly an hour is a time limit.", "duration", optional=True, hint="Such as 16 min."),
    Question("operation.tries", "Import", "How many times did you try in all?", "Three to four tries over a day make it a case for support.", "number", optional=True),
    Question("operation.same_error_each_time", "Import", "The same error each time?", "Changing errors point at the platform.", "choice", YES_NO, optional=True),
    Question("installed", "Solution", "Which solutions are installed? Paste the list with Name, Version, Managed.", "The first thing maintainers ask; `pac solution list` prints it.", "installed", optional=True),
    Question("missing_dependencies", "Dependencies", "Which components are missing? Paste the table or the log's part.", "Each names the solution to install first.", "dependencies", optional=True, when=about_dependencies, hint="Or one a line: component | needed by | kind | solution"),
    Question("checks.upgrade_leftover", "Solution", "Is there a solution whose name ends in _Upgrade?", "It is left over from a stopped upgrade and blocks the next.", "choice", YES_NO, optional=True),
    Question("checks.unmanaged_layers", "Checks", "Any unmanaged layers on the apps or flows?", "They hide the new version.", optional=True, hint="Such as: none, or which."),
    Question("checks.open_editors", "Checks", "Any app or flow open for editing meanwhile?", "An open editor makes an upgrade fail.", optional=True),
    Question("checks.creator_kit_version", "Checks", "Which version of the Creator Kit is installed?", "The kit's apps need it.", "version", optional=True),
    Question("checks.dlp", "Checks", "Which DLP policies cover the environment?", "A connector in the wrong group stops flows.", optional=True),
    Question("checks.dlp_used", "Checks", "Do you use the kit's DLP features?", "If not, errors in its DLP flows can be skipped.", "choice", YES_NO, optional=True, when=about_dlp),
    Question("checks.customizations", "Checks", "Own customizations, or own flows that use the kit's connection references?", "They can block an upgrade.", optional=True),
    Question("checks.network", "Checks", "VPN, proxy or TLS inspection on the way?", "Large uploads break there.", optional=True),
    Question("consent.machine_facts", "Checks", "May facts about this machine go along: system, language, browser, pac?", "Network and tool faults depend on them. Nothing is read before you say yes.", "machine", optional=True),
    Question("checks.works_in_test", "Checks", "Does the same import work in a test environment?", "Then it is this environment, not the solution.", "choice", YES_NO, optional=True),
    Question("environment.cloud", "Environment", "Which cloud?", "Government clouds get changes later.", "choice", _pick("Commercial", "GCC", "GCC High", "DoD", "China"), optional=True),
    Question("environment.id", "Environment", "The environment's id?", "Support looks it up; it is taken out of public reports.", optional=True),
    Question("environment.url", "Environment", "The environment's URL?", "It names the organisation; it is taken out of public reports.", optional=True),
    Question("environment.tenant_id", "Environment", "The tenant's id?", "Support looks it up; it is taken out of public reports.", optional=True, targets=("microsoft", "internal")),
    Question("environment.organization_id", "Environment", "The organisation's id?", "Support looks it up; Session details of the maker portal has it.", optional=True, targets=("microsoft", "internal")),
    Question("environment.language", "Environment", "Its base language?", "Some components need English (1033).", optional=True, suggestions=("1033",)),
    Question("environment.capacity", "Environment", "Is there database capacity left?", "A full environment refuses imports.", optional=True),
    Question("environment.managed", "Environment", "Is it a managed environment?", "Its solution checker can refuse an import.", "choice", YES_NO, optional=True),
    Question("account.role", "Account", "Which role has the account?", "System Administrator or Customizer is needed.", optional=True, suggestions=("System Administrator", "System Customizer", "Power Platform Administrator")),
    Question("account.license", "Account", "Which license has the account?", "Some connectors refuse an account without one.", optional=True),
    Question("account.kind", "Account", "What kind of account is it?", "A service principal cannot own every connection.", "choice", _pick("user", "service account", "service principal"), optional=True),
    Question("ids.activity", "Ids", "Activity id?", "Support finds the import by it; Solution history shows it.", "ids", optional=True),
    Question("ids.client_request", "Ids", "Client request or tracking id?", "It names the one request that failed.", "ids", optional=True),
    Question("ids.session", "Ids", "Session id of the maker portal?", "Session details has it.", "ids", optional=True, targets=("microsoft", "internal")),
    Question("impact.who", "Impact", "Who is affected?", "How many people wait.", optional=True),
    Question("impact.since", "Impact", "Since when?", "A start time is a clue.", optional=True),
    Question("impact.deadline", "Impact", "Is there a deadline?", "It decides what comes first.", optional=True),
    Question("impact.workaround", "Impact", "Is there a workaround?", "It may help others meanwhile.", optional=True),
    Question("contact.name", "Contact", "Who is the contact?", "Support asks for a person.", optional=True, targets=("microsoft", "internal")),
    Question("contact.phone", "Contact", "Phone number?", "For severity A support calls.", optional=True, targets=("microsoft",)),
    Question("contact.method", "Contact", "E-mail or phone?", "How support comes back to you.", "choice", (Choice("email", "e-mail"), Choice("phone", "phone")), optional=True, targets=("microsoft",)),
    Question("contact.time_zone", "Contact", "Time zone of the contact?", "Calls come at working hours.", optional=True, targets=("microsoft",)),
    Question("contact.language", "Contact", "Language for support?", "English is answered around the clock.", optional=True, targets=("microsoft",), suggestions=("English",)),
    Question("contact.country", "Contact", "Country of the contact?", "The support form asks for it.", optional=True, targets=("microsoft",)),
    Question("references", "References", "Numbers or links of existing issues or cases?", "So that nothing is told twice.", "lines", optional=True),
)
# fmt: on
"""Covers what the troubleshooting guide wants provided and what maintainers ask back most, in order of value."""
