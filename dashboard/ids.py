"""Every id of every page, public and stable: docs/testing.md lists them for people who write tests.

One class per page, of the same name as the page's module. Families of components (one per analysis, per filter ...)
have dictionary ids, built by the functions below.
"""


class Frame:
    """The bar around every page, and what all pages share."""

    THEME = "app-theme"  # "light" or "dark", for figures
    THEME_SWITCH = "app-theme-switch"
    ACCOUNT = "app-account"
    SIGN_OUT = "app-sign-out"
    TOAST = "app-toast"  # {"text": ..., "undo": ...}
    TOAST_BOX = "app-toast-box"
    TOAST_TEXT = "app-toast-text"
    TOAST_ACTION = "app-toast-action"
    TOAST_CLOSE = "app-toast-close"
    LOCATION = "_pages_location"  # Dash's own; pathname and search of the page


class Analyses:
    """The list of analyses."""

    LIST = "jobs-list"
    SUMMARY = "jobs-summary"
    SEARCH = "jobs-search"
    POLL = "jobs-poll"
    REFRESH = "jobs-refresh"
    SORT = "jobs-sort"  # by which column, with a minus for the largest or newest first
    CHECKED = "jobs-checked"  # the bar that says what can be done with the checked ones
    CHECKED_COUNT = "jobs-checked-count"
    CHECKED_NOTE = "jobs-checked-note"
    CHECKED_COMPARE = "jobs-checked-compare"
    CHECKED_DELETE = "jobs-checked-delete"
    CHECKED_CLEAR = "jobs-checked-clear"


class New:
    """A new analysis."""

    SOURCE_FILE = "new-source-file"
    SOURCE_TEXT = "new-source-text"
    SOURCE_ACCESSIONS = "new-source-accessions"
    SOURCE_EXAMPLE = "new-source-example"
    SOURCE = "new-source"
    PANEL_FILE = "new-panel-file"
    PANEL_TEXT = "new-panel-text"
    PANEL_ACCESSIONS = "new-panel-accessions"
    PANEL_EXAMPLE = "new-panel-example"
    DROP = "new-drop"
    FILE_SLOT = "new-file-slot"
    FILE = "new-file"  # the <input type=file>, made by assets/upload.js
    TEXT = "new-text"
    READ_TEXT = "new-read-text"
    ACCESSIONS = "new-accessions"
    FETCH = "new-fetch"
    EXAMPLE = "new-example-chosen"
    UPLOAD = "new-upload"
    FROM = "new-from"  # the analysis whose file and options are taken
    READING = "new-reading"
    REPORT = "new-report"
    TITLE = "new-title"
    PREFILL = "new-prefill"
    CONSTANTS = "new-constants"
    OPTIONS = "new-options"
    OPTIONS_CHANGED = "new-options-changed"
    PH = "new-ph"
    PKA_SET = "new-pka-set"
    AMBIGUOUS = "new-ambiguous"
    INITIATOR_MET = "new-initiator-met"
    DISULFIDES = "new-disulfides"
    N_TERMINUS = "new-n-terminus"
    C_TERMINUS = "new-c-terminus"
    FIRST_RESIDUE = "new-first-residue"
    LAST_RESIDUE = "new-last-residue"
    SUBMIT = "new-submit"
    SUBMIT_NOTE = "new-submit-note"
    SUBMIT_KEY = "new-submit-key"
    PROBLEM = "new-problem"


class Job:
    """One analysis: its progress, then the explorer."""

    ID = "job-id"
    NAME = "job-name"  # the title, or the field to change it
    RENAME = "job-rename"
    TITLE = "job-title"  # the field
    RENAMED = "job-renamed"  # the new title
    STATE = "job-state"
    HEADING = "job-heading"
    PROGRESS = "job-progress"
    BODY = "job-body"
    KIND = "job-kind"
    REFRESH = "job-refresh"
    TAB = "job-tab"
    POLL = "job-poll"
    TAB_EXPLORE = "job-tab-explore"
    TAB_RECORDS = "job-tab-records"
    TAB_REPORT = "job-tab-report"
    TAB_OPTIONS = "job-tab-options"
    CANCEL = "job-cancel"
    RESUME = "job-resume"
    ONLY = "job-only"  # the page of its protein, when an analysis has one alone


class Digest:
    """The dialog that cuts the proteins of an analysis into peptides."""

    OPEN = "digest-open"
    DIALOG = "digest-dialog"
    TITLE = "digest-title"
    ENZYME = "digest-enzyme"
    RULE = "digest-rule"
    RULE_BOX = "digest-rule-box"
    MISSED = "digest-missed"
    SHORTEST = "digest-shortest"
    LONGEST = "digest-longest"
    LIGHTEST = "digest-lightest"
    HEAVIEST = "digest-heaviest"
    NAME = "digest-name"
    KEY = "digest-key"
    START = "digest-start"
    PROBLEM = "digest-problem"


class Explorer:
    """The explorer of a finished analysis."""

    SELECTION = "explorer-selection"  # the query string of the one selection
    SORT = "explorer-sort"  # the part of the query string that sorts
    ADDED = "explorer-added"  # filters added by hand
    RANGE = "explorer-range"  # what was brushed in a histogram of the filters
    STRIPS = "explorer-strips"  # the small histograms of the filters, in numbers
    AREA = "explorer-area"
    COUNT = "explorer-count"
    BAR = "explorer-bar"
    CHIPS = "explorer-chips"
    CLEAR = "explorer-clear"
    URL = "explorer-url"
    DOWNLOAD_MENU = "explorer-download"
    DOWNLOAD_CSV = "download-csv"
    FILTERS = "explorer-filters"
    FILTERS_OPEN = "explorer-filters-open"
    FILTERS_CLOSE = "explorer-filters-close"
    FILTER_LIST = "explorer-filter-list"
    FILTER_KEYS = "explorer-filter-keys"  # of the filters that are shown
    TEXT = "explorer-text"
    MOTIF = "explorer-motif"  # whether the search is a motif
    STATUS = "explorer-status"
    ORGANISM = "explorer-organism"
    ORGANISM_BOX = "explorer-organism-box"
    ORGANISM_FIND = "explorer-organism-find"
    ORGANISM_FOUND = "explorer-organism-found"
    VALUE = "explorer-value"  # the box of a value that was clicked, or its "only"
    VALUES = "explorer-values"  # a filter for each own category
    VALUE_SHAPE = "explorer-value-shape"  # which boxes there are
    VALUE_COUNTS = "explorer-value-counts"  # what is beside them
    ORGANISM_COMPARE = "explorer-organism-compare"  # the way to compare organisms with each other
    ORGANISM_ALL = "explorer-organism-all"  # lists every organism
    IDENTICAL = "explorer-identical"
    IDENTICAL_BOX = "explorer-identical-box"
    ADD_FILTER = "explorer-add-filter"
    X = "explorer-x"
    Y = "explorer-y"
    X_LOG = "explorer-x-log"
    Y_LOG = "explorer-y-log"
    COLOUR = "explorer-colour"
    HOW = "explorer-how"  # points, or a gel
    SCATTER = "explorer-scatter"
    SCATTER_PANEL = "explorer-scatter-panel"
    SCATTER_NOTE = "explorer-scatter-note"
    ENGINE = "explorer-engine"  # the version that calculated the analysis
    PH = "explorer-ph"  # of the net charge, as the analysis has it
    OWN = "explorer-own"  # the keys of own columns
    MARKS = "explorer-marks"  # the rings around proteins, and ticks after zooming
    ZOOM = "explorer-zoom"  # the ranges in sight of the scatter's axes, while somebody has zoomed in
    HOVER = "explorer-hover"
    TOOL = "explorer-tool"
    TOOL_BOX = "explorer-tool-box"
    TOOL_LASSO = "explorer-tool-lasso"
    TOOL_ZOOM = "explorer-tool-zoom"
    TOOL_RESET = "explorer-tool-reset"
    PROPERTY = "explorer-property"
    HISTOGRAM = "explorer-histogram"
    COMPOSITION = "explorer-composition"
    COMPOSITION_NOTE = "explorer-composition-note"
    COMPOSITION_VIEW = "explorer-composition-view"
    PANEL = "explorer-panel"  # composition or correlation
    PANEL_HEAD = "explorer-panel-head"
    PANEL_COMPOSITION = "explorer-panel-composition"
    PANEL_CORRELATION = "explorer-panel-correlation"
    CORRELATION = "explorer-correlation"
    CORRELATION_NOTE = "explorer-correlation-note"
    CORRELATION_VIEW = "explorer-correlation-view"
    CORRELATED = "explorer-correlated"  # the properties whose correlations are shown
    PRESET = "explorer-preset"  # a preset's name, or the keys of chosen columns joined by commas
    PRESET_BASIC = "explorer-preset-basic"
    PRESET_ADVANCED = "explorer-preset-advanced"
    PRESET_ALL = "explorer-preset-all"
    PRESET_KEYS = "explorer-preset-keys"  # the columns of each preset, joined by commas
    PRESET_MINE = "explorer-preset-mine"
    MINE = "explorer-mine"  # the columns chosen last, joined by commas
    COLUMNS_OPEN = "explorer-columns-open"
    COLUMNS = "explorer-columns"
    COLUMNS_FIND = "explorer-columns-find"
    COLUMNS_BASIC = "explorer-columns-basic"
    COUNTS = "explorer-counts"  # {"selected": ..., "total": ...}
    CHECKED = "explorer-checked"  # ordinals of the rows that are checked, such as 1,4,7-9
    CHECKED_COUNT = "explorer-checked-count"
    CHECKED_TOOLS = "explorer-checked-tools"
    CHECK_SHOWN = "explorer-check-shown"
    CHECKED_ONLY = "explorer-checked-only"
    CHECKED_COPY = "explorer-checked-copy"
    CHECKED_CLEAR = "explorer-checked-clear"
    DOWNLOAD_RECORDS = "download-records"  # selected, all or checked
    DOWNLOAD_COLUMNS = "download-columns"  # shown or all
    DOWNLOAD_NOTE = "download-note"
    GRID = "explorer-grid"
    GRID_COUNT = "explorer-grid-count"
    VIEW_EXPLORE = "explorer-view"
    VIEW_RECORDS = "records-view"
    VIEW_REPORT = "report-view"
    VIEW_OPTIONS = "options-view"


class Share:
    """The dialog that shares an analysis."""

    OPEN = "share-open"
    DIALOG = "share-dialog"
    TITLE = "share-title"
    WHAT = "share-what"
    ENDS = "share-ends"
    ENDS_ON = "share-ends-on"
    ENDS_ON_BOX = "share-ends-on-box"
    MAKE = "share-make"
    PROBLEM = "share-problem"
    LINK = "share-link"
    LINK_BOX = "share-link-box"
    COPY = "share-copy"
    LIST = "share-list"


class Selections:
    """The dialog of saved selections."""

    OPEN = "selections-open"
    DIALOG = "selections-dialog"
    TITLE = "selections-title"
    WHAT = "selections-what"
    NAME = "selections-name"
    SAVE = "selections-save"
    PROBLEM = "selections-problem"
    COMPARE = "selections-compare"
    LIST = "selections-list"


class OwnColumns:
    """The dialog of own columns: add, replace, rename, retype, delete."""

    OPEN = "own-columns-open"
    DIALOG = "own-columns-dialog"
    TITLE = "own-columns-title"
    TEXT = "own-columns-text"
    NAME = "own-columns-name"
    FILE = "own-columns-file"  # the slot of the file input, which assets/columns.js makes
    UPLOAD = "own-columns-upload"  # of an uploaded table: id and filename, or why it failed
    ASKED = "own-columns-asked"  # what the report is about, so that nothing is looked at twice
    REPORT = "own-columns-report"
    ADD = "own-columns-add"
    PROBLEM = "own-columns-problem"
    UNMATCHED = "own-columns-unmatched"
    UNMATCHED_FILE = "own-columns-unmatched-file"
    REPLACES = "own-columns-replaces"  # the table that the next one replaces
    REPLACING = "own-columns-replacing"
    LIST = "own-columns-list"
    CHANGED = "own-columns-changed"  # whether the page must be read again once the dialog closes
    GO = "own-columns-go"  # the keys to show after a change
    STATE = "own-columns-state"  # around the report: its class says whether the answer is awaited


def own_choice(name: object) -> dict[str, object]:
    """A choice about the table: its sheet, its key column, what its keys are."""
    return {"type": "own-choice", "name": name}


def own_new(part: str, column: object) -> dict[str, object]:
    """A part of a column that is to be added: whether, its name, its type."""
    return {"type": "own-new", "part": part, "column": column}


def own_known(part: str, column: object) -> dict[str, object]:
    """A part of a column that is there: its name, its type, the button that deletes it."""
    return {"type": "own-known", "part": part, "column": column}


def own_table(table: object) -> dict[str, object]:
    """The button to replace a table by a newer one."""
    return {"type": "own-table", "table": table}


class Special:
    """The dialog that says what is special about the selection."""

    OPEN = "special-open"
    DIALOG = "special-dialog"
    TITLE = "special-title"
    STATE = "special-state"  # around the body: its class says whether the answer is awaited
    BODY = "special-body"


class Beside:
    """A protein opened beside the table of the explorer."""

    PROTEIN = "beside-protein"  # its number, while one is open
    ASKED = "beside-asked"  # set when the selection changes while one is open
    PANEL = "beside-panel"
    NEIGHBOURS = "beside-neighbours"
    WHOLE = "beside-whole"
    CLOSE = "beside-close"


class Compare:
    """Two or more analyses or selections, side by side."""

    ADDRESS = "compare-address"
    READY = "compare-ready"  # the address, once there is something to compare
    SPREAD = "compare-spread"  # what the small plots show
    SUMMARY = "compare-summary"
    ACTIONS = "compare-actions"
    SIDES = "compare-sides"
    RESULTS = "compare-results"
    SHAPE = "compare-shape"
    CAPTION = "compare-caption"
    CHOICES = "compare-choices"
    CHOICE_NOTE = "compare-choice-note"
    GO = "compare-go"
    PRESET = "compare-preset"
    DIFFERENCES = "compare-differences"
    MATCHED = "compare-matched"
    MATCHED_KEY = "compare-matched-key"
    MATCHED_TABLE = "compare-matched-table"
    MATCHED_OTHER = "compare-matched-other"
    MATCHED_BACK = "compare-matched-back"
    MATCHED_NEXT = "compare-matched-next"
    MATCHED_PLACE = "compare-matched-place"
    MATCHED_PAGE = "compare-matched-page"


class Records:
    """The warned and rejected records of an analysis."""

    TABLE = "records-table"
    DOWNLOAD = "records-download"
    CORRECT = "records-correct"


class Report:
    """The report to print, as it will be on paper."""

    SHEET = "report-sheet"
    PRINT = "report-print"
    PDF = "report-pdf"
    DOWNLOAD = "report-download"


class Figure:
    """The dialog that saves a plot as a figure; assets/figures.js fills it in and draws the file."""

    DIALOG = "figure-dialog"
    TITLE = "figure-dialog-title"
    WHICH = "figure-which"
    WIDTH = "figure-width"
    SIZE = "figure-font-size"
    NAME = "figure-title"
    LEGEND = "figure-legend"
    BACKGROUND = "figure-background"
    FORMAT = "figure-format"
    DPI = "figure-dpi"
    DPI_BOX = "figure-dpi-box"
    PAPER = "figure-paper"
    PREVIEW = "figure-preview"
    MEASURES = "figure-measures"
    CAPTION = "figure-caption"
    COPY = "figure-copy"
    DATA = "figure-data"
    SAVE = "figure-save"
    PROBLEM = "figure-problem"


class Methods:
    """How every number is computed."""

    FIND = "methods-find"


class Protein:
    """One protein."""

    KEY = "protein-key"
    BODY = "protein-body"
    SEQUENCE = "protein-sequence"
    SEQUENCE_TEXT = "protein-sequence-text"
    CHAIN = "protein-chain"  # its ProForma, or the sequence where nothing is modified
    HITS = "protein-hits"  # where the motif that is looked for is in it
    HIT_WORDS = "protein-hit-words"
    COUNTS = "protein-counts"
    COLOUR = "protein-colour"
    COPY = "protein-copy"
    VALUES = "protein-values"
    PROFILE = "protein-profile"
    SCALE = "protein-scale"
    WINDOW = "protein-window"
    TITRATION = "protein-titration"
    TITRATION_NOTE = "protein-titration-note"
    TITRATION_SETS = "protein-titration-sets"
    COMPOSITION = "protein-composition"
    ABSORBANCE = "protein-absorbance"
    PATH_LENGTH = "protein-path-length"
    CONCENTRATION = "protein-concentration"
    PREVIOUS = "protein-previous"
    NEXT = "protein-next"


def compare_plot(key: object) -> dict[str, object]:
    """The id of the small plot of one property on the page that compares."""
    return {"type": "compare-plot", "key": key}


def share_revoke(link: object) -> dict[str, object]:
    """The id of the button that revokes one share link."""
    return {"type": "share-revoke", "link": link}


def selection_action(action: object, selection: object) -> dict[str, object]:
    """The id of the button that does something (delete) to one saved selection."""
    return {"type": "selections-action", "action": action, "selection": selection}


def selection_name(selection: object) -> dict[str, object]:
    """The id of the field in which one saved selection is renamed."""
    return {"type": "selections-rename", "selection": selection}


def nav(path: object) -> dict[str, object]:
    """The id of a link in the bar."""
    return {"type": "app-nav", "path": path}


def job_action(action: object, job_id: object) -> dict[str, object]:
    """The id of one action (open the menu, rename, delete, cancel, resume) on one analysis of the list."""
    return {"type": "jobs-action", "action": action, "job": job_id}


def job_sort(column: object) -> dict[str, object]:
    """The id of the head of a column that sorts the list of analyses."""
    return {"type": "jobs-sort-by", "column": column}


def job_check(job_id: object) -> dict[str, object]:
    """The id of the box that chooses one analysis of the list."""
    return {"type": "jobs-check", "job": job_id}


def job_name(job_id: object) -> dict[str, object]:
    """The id of the box that shows an analysis' title, or the field to rename it."""
    return {"type": "jobs-name", "job": job_id}


def job_title(job_id: object) -> dict[str, object]:
    """The id of the field in which an analysis of the list is renamed."""
    return {"type": "jobs-title", "job": job_id}


def bound(side: object, key: object) -> dict[str, object]:
    """The id of a filter's lower or upper bound; side is "min" or "max"."""
    return {"type": "explorer-bound", "side": side, "key": key}


def value_find(key: object) -> dict[str, object]:
    """The id of the field that searches the values of one own category."""
    return {"type": "explorer-value-find", "key": key}


def filter_box(key: object) -> dict[str, object]:
    """The id of one property's filter."""
    return {"type": "explorer-filter", "key": key}


def filter_clear(key: object) -> dict[str, object]:
    """The id of the button that clears one property's filter."""
    return {"type": "explorer-filter-clear", "key": key}


def column_group(group: object) -> dict[str, object]:
    """The id of the columns to choose of one group."""
    return {"type": "explorer-columns-group", "group": group}


def download_link(form: object) -> dict[str, object]:
    """The id of the link to a download in one form: csv, xlsx ..."""
    return {"type": "download-link", "form": form}


def chip(key: object) -> dict[str, object]:
    """The id of the button that takes one condition out of the selection."""
    return {"type": "explorer-chip", "key": key}


def example(name: object) -> dict[str, object]:
    """The id of the button that loads one shipped example."""
    return {"type": "new-example", "name": name}
