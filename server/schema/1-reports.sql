-- Version 1: processes, products and reports.
-- Times are nanoseconds since 1970 in UTC. GUIDs are lower-case text. An enumeration is stored as a header row shows it.

CREATE TABLE process (
	code          INTEGER PRIMARY KEY,
	guid          TEXT NOT NULL UNIQUE,
	name          TEXT NOT NULL,
	description   TEXT,
	is_test       INTEGER NOT NULL,
	is_repair     INTEGER NOT NULL,
	is_wip        INTEGER NOT NULL,
	state         INTEGER NOT NULL,
	repair_type   TEXT -- of a repair operation: its configuration as WATS writes it in JSON
);

CREATE TABLE product_category (
	guid          TEXT PRIMARY KEY,
	name          TEXT NOT NULL,
	description   TEXT
) WITHOUT ROWID;

CREATE TABLE product (
	guid          TEXT PRIMARY KEY,
	part_number   TEXT NOT NULL UNIQUE,
	name          TEXT,
	description   TEXT,
	non_serial    INTEGER NOT NULL,
	state         INTEGER NOT NULL,
	xml_data      TEXT,
	category      TEXT REFERENCES product_category
) WITHOUT ROWID;

CREATE TABLE product_revision (
	guid          TEXT PRIMARY KEY,
	product       TEXT NOT NULL REFERENCES product ON DELETE CASCADE,
	revision      TEXT NOT NULL,
	name          TEXT,
	description   TEXT,
	state         INTEGER NOT NULL,
	xml_data      TEXT,
	UNIQUE (product, revision)
) WITHOUT ROWID;

-- Tags of products and revisions: owner is the guid of either.
CREATE TABLE tag (
	owner         TEXT NOT NULL,
	key           TEXT NOT NULL,
	value         TEXT,
	PRIMARY KEY (owner, key)
) WITHOUT ROWID;

CREATE TABLE product_group (
	id            INTEGER PRIMARY KEY,
	name          TEXT NOT NULL UNIQUE
);

-- One row a report, with what header queries show and filter by. The report itself is in document, apart, so that a
-- query that must look at many rows does not read them all. Steps and measurements stay inside the document, from which
-- they can be taken at any time.
CREATE TABLE report (
	id                INTEGER PRIMARY KEY,
	uuid              TEXT NOT NULL UNIQUE,
	type              TEXT NOT NULL, -- T or R
	serial_number     TEXT NOT NULL,
	part_number       TEXT NOT NULL,
	revision          TEXT NOT NULL,
	process_code      INTEGER NOT NULL,
	process_name      TEXT,
	result            TEXT NOT NULL, -- Passed, Failed, Error, Terminated
	station_name      TEXT NOT NULL,
	location          TEXT NOT NULL,
	purpose           TEXT NOT NULL,
	start             INTEGER NOT NULL,
	start_text        TEXT NOT NULL, -- with the offset of the place
	processed         INTEGER NOT NULL UNIQUE, -- the order of processing
	user_name         TEXT,
	batch_number      TEXT,
	comment           TEXT,
	execution_time    REAL,
	sw_filename       TEXT,
	sw_version        TEXT,
	socket_index      INTEGER,
	fixture_id        TEXT,
	error_code        INTEGER,
	error_message     TEXT,
	root_node_type    TEXT,
	caused_failure    TEXT, -- the name of the step that failed the unit
	caused_path       TEXT, -- and the names from the root down to it
	referenced_uut    TEXT,
	receive_count     INTEGER NOT NULL,
	size              INTEGER NOT NULL -- KB
);
CREATE INDEX report_unit ON report (serial_number, part_number, process_code, type, start);
CREATE INDEX report_start ON report (start);
CREATE INDEX report_part ON report (part_number, start);
CREATE INDEX report_station ON report (station_name, start);
CREATE INDEX report_referenced ON report (referenced_uut);

CREATE TABLE document (
	report        INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
	body          BLOB NOT NULL -- the report as WSJF with all digits, after post-processing, compressed with deflate
);

CREATE TABLE sub_unit (
	report        INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	type          TEXT NOT NULL, -- of the report
	part_type     TEXT,
	serial_number TEXT,
	part_number   TEXT,
	revision      TEXT,
	PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX sub_unit_serial ON sub_unit (serial_number);
CREATE INDEX sub_unit_part ON sub_unit (part_number);

CREATE TABLE misc_info (
	report        INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	type          TEXT NOT NULL, -- of the report
	description   TEXT NOT NULL,
	value         TEXT,
	PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX misc_info_value ON misc_info (value, description);
CREATE INDEX misc_info_description ON misc_info (description);

CREATE TABLE report_asset (
	report        INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	serial_number TEXT NOT NULL,
	usage_count   INTEGER,
	PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX report_asset_serial ON report_asset (serial_number);

CREATE TABLE attachment (
	report        INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	type          TEXT NOT NULL, -- of the report
	step_id       INTEGER, -- in a test
	guid          TEXT,    -- in a repair
	filename      TEXT,
	PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX attachment_guid ON attachment (guid) WHERE guid IS NOT NULL;

-- What the query planner should expect of a full database: rows in all, then rows for one value of the first column, of
-- the first two, and so on. Without it the planner takes a part number to be as rare as a serial number.
ANALYZE;
INSERT INTO sqlite_stat1 VALUES
	('report', 'report_unit', '1000000 3 3 2 2 1'),
	('report', 'report_start', '1000000 1'),
	('report', 'report_part', '1000000 5000 1'),
	('report', 'report_station', '1000000 20000 1'),
	('report', 'report_referenced', '1000000 2'),
	('sub_unit', 'sub_unit_serial', '1000000 2'),
	('sub_unit', 'sub_unit_part', '1000000 5000'),
	('misc_info', 'misc_info_value', '1000000 50 50'),
	('misc_info', 'misc_info_description', '1000000 50000'),
	('report_asset', 'report_asset_serial', '1000000 5000');
ANALYZE sqlite_schema;
