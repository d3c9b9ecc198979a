-- The steps of reports in a compact form, see package steps: what analyses read. Steps and measurements are named in it
-- by numbers, which never change.

CREATE TABLE step_key (
	id            INTEGER PRIMARY KEY,
	path          TEXT NOT NULL, -- the names from the root down, separated by a pilcrow
	type          TEXT NOT NULL,
	step_group    TEXT NOT NULL, -- Setup, Main or Cleanup
	UNIQUE (path, type, step_group)
);

CREATE TABLE measure_key (
	id            INTEGER PRIMARY KEY,
	step          INTEGER NOT NULL REFERENCES step_key,
	kind          TEXT NOT NULL, -- N number, S text, B boolean
	name          TEXT NOT NULL, -- empty for the only one of its step
	unit          TEXT NOT NULL,
	UNIQUE (step, kind, name, unit)
);

CREATE TABLE report_steps (
	report        INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
	body          BLOB NOT NULL
);

-- The reports whose compact form has yet to be made from their documents, which the first analysis that needs it does:
-- those of a database that is older than this table. A report that is replaced leaves it.
CREATE TABLE steps_pending (
	report        INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE
);
INSERT INTO steps_pending SELECT id FROM report WHERE type = 'T';

-- The unit flow that a client looked at last, by its address.
CREATE TABLE unit_flow (
	client        TEXT PRIMARY KEY,
	at            INTEGER NOT NULL,
	filter        TEXT NOT NULL -- as it was sent, in JSON
) WITHOUT ROWID;
