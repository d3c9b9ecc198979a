-- Assets: equipment that is used up or calibrated, with its types, its log, its files and what reports have counted.

CREATE TABLE asset_type (
	guid                 TEXT PRIMARY KEY,
	name                 TEXT NOT NULL UNIQUE,
	running_count_limit  INTEGER,
	total_count_limit    INTEGER,
	maintenance_interval REAL, -- days; -1 unlimited, -2 decided outside
	calibration_interval REAL, -- as above
	warning_threshold    REAL, -- percent of a limit or interval
	alarm_threshold      REAL, -- as above
	is_readonly          INTEGER NOT NULL,
	icon                 TEXT
) WITHOUT ROWID;

CREATE TABLE asset (
	guid             TEXT PRIMARY KEY,
	serial_number    TEXT NOT NULL UNIQUE,
	type             TEXT NOT NULL REFERENCES asset_type,
	parent           TEXT REFERENCES asset ON DELETE SET NULL,
	name             TEXT,
	part_number      TEXT,
	revision         TEXT,
	client_id        INTEGER,
	state            INTEGER NOT NULL,
	description      TEXT,
	location         TEXT,
	first_seen       INTEGER,
	last_seen        INTEGER,
	last_maintenance INTEGER,
	next_maintenance INTEGER, -- NULL where the interval of the type decides
	last_calibration INTEGER,
	next_calibration INTEGER, -- NULL where the interval of the type decides
	total_count      INTEGER NOT NULL,
	running_count    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX asset_parent ON asset (parent);
CREATE INDEX asset_type_of ON asset (type);

CREATE TABLE asset_log (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	asset     TEXT NOT NULL REFERENCES asset ON DELETE CASCADE,
	date      INTEGER NOT NULL,
	user_name TEXT,
	type      INTEGER NOT NULL, -- 0 message, 1 register, 2 update, 3 reset count, 4 calibration, 5 maintenance, 6 state
	comment   TEXT
);
CREATE INDEX asset_log_asset ON asset_log (asset, date);
CREATE INDEX asset_log_date ON asset_log (date);

CREATE TABLE asset_file (
	asset   TEXT NOT NULL REFERENCES asset ON DELETE CASCADE,
	name    TEXT NOT NULL,
	content BLOB NOT NULL,
	UNIQUE (asset, name)
);

-- The reports whose uses of an asset have been counted, so that a report which comes again is not counted again. It
-- outlives the row of the report, which is written anew each time.
CREATE TABLE asset_usage (
	asset  TEXT NOT NULL REFERENCES asset ON DELETE CASCADE,
	report TEXT NOT NULL, -- its uuid
	PRIMARY KEY (asset, report)
) WITHOUT ROWID;

-- How the assets that a report names stood after it.
CREATE TABLE report_asset_stats (
	report        INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
	serial_number TEXT NOT NULL,
	body          TEXT NOT NULL, -- the status of the asset in JSON, as it is answered
	PRIMARY KEY (report, serial_number)
) WITHOUT ROWID;

CREATE VIEW report_asset_state AS
	SELECT used.report, used.position, r.type, used.serial_number, used.usage_count,
		stats.body ->> 'runningCount' AS running_count, stats.body ->> 'totalCount' AS total_count,
		stats.body ->> 'daysSinceCalibration' AS days_since_calibration,
		stats.body ->> 'calibrationDaysOverdue' AS calibration_days_overdue
	FROM report_asset used JOIN report r ON r.id = used.report
	LEFT JOIN report_asset_stats stats ON stats.report = used.report AND stats.serial_number = used.serial_number;
