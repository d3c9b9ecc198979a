-- Version 2, analytics: levels, what is inside repairs, and alarms.

-- A level is a stage of production: it stands for the operations in which units are tested there.
CREATE TABLE level (
	id            INTEGER PRIMARY KEY,
	name          TEXT NOT NULL UNIQUE
);
CREATE TABLE level_process (
	code          INTEGER PRIMARY KEY, -- of a process, which is in one level at most
	level         INTEGER NOT NULL REFERENCES level ON DELETE CASCADE
);
INSERT INTO level VALUES (1, 'PCBA'), (2, 'Module'), (3, 'System');
INSERT INTO level_process VALUES
	(20, 1), (30, 1), (40, 1), (50, 1), (60, 1), (70, 1), (80, 2), (90, 2), (100, 2), (110, 3), (120, 3);

-- One row a repair report. What is inside repairs is read when it is first asked for: until then they are pending.
CREATE TABLE repair (
	report        INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
	test_code     INTEGER, -- the test operation in which the unit failed
	test_name     TEXT
);
CREATE TABLE repair_pending (
	report        INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE
);
INSERT INTO repair_pending SELECT id FROM report WHERE type = 'R';

-- The failures that a repair found, with the unit that each was found on.
CREATE TABLE failure (
	report           INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
	position         INTEGER NOT NULL,
	part_type        TEXT,
	serial_number    TEXT NOT NULL,
	part_number      TEXT NOT NULL,
	revision         TEXT,
	category         TEXT,
	code             TEXT,
	comment          TEXT,
	component_ref    TEXT,
	function_block   TEXT,
	article_number   TEXT,
	article_revision TEXT,
	article_vendor   TEXT,
	article_text     TEXT,
	step_name        TEXT, -- of the test that the repair refers to
	step_path        TEXT,
	PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX failure_part ON failure (part_number);
INSERT INTO sqlite_stat1 VALUES ('failure', 'failure_part', '100000 500');

-- What became of assets: a row for each time that the alarm state of one was seen to have changed for the worse.
CREATE TABLE alarm_log (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	asset         TEXT NOT NULL REFERENCES asset ON DELETE CASCADE,
	date          INTEGER NOT NULL,
	state         INTEGER NOT NULL, -- 1 warning, 2 alarm
	message       TEXT NOT NULL
);
CREATE INDEX alarm_log_date ON alarm_log (date);
-- The alarm state in which each asset was last seen; none is 0.
CREATE TABLE alarm_state (
	asset         TEXT PRIMARY KEY REFERENCES asset ON DELETE CASCADE,
	state         INTEGER NOT NULL
) WITHOUT ROWID;
