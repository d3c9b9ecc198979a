-- Version 2, production: units, their batches and changes, and pools of serial numbers.

-- Units that somebody has written. Those that only reports have made are in the table report; what a column leaves open
-- is taken from there too.
CREATE TABLE unit (
	guid             TEXT PRIMARY KEY,
	serial_number    TEXT NOT NULL,
	part_number      TEXT NOT NULL,
	revision         TEXT,
	batch_number     TEXT,
	serial_date      INTEGER,
	current_location TEXT,
	xml_data         TEXT,
	phase            INTEGER NOT NULL,
	process_code     INTEGER,
	parent           TEXT REFERENCES unit, -- the unit that it is built into; units form no circle
	UNIQUE (serial_number, part_number)
) WITHOUT ROWID;
CREATE INDEX unit_parent ON unit (parent) WHERE parent IS NOT NULL;
CREATE INDEX unit_batch ON unit (batch_number) WHERE batch_number IS NOT NULL;

-- The history of units: what each change has set. A row is queued until a client has acknowledged it. Numbers are never
-- used again: an acknowledgement that comes late must not hit another change.
CREATE TABLE unit_change (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	unit          TEXT NOT NULL REFERENCES unit ON DELETE CASCADE,
	at            INTEGER NOT NULL,
	parent        TEXT,    -- the serial number of the new parent, empty for none any more
	part_number   TEXT,
	revision      TEXT,    -- empty for none any more
	phase         INTEGER,
	process_code  INTEGER,
	comment       TEXT,
	queued        INTEGER NOT NULL
);
CREATE INDEX unit_change_unit ON unit_change (unit);
CREATE INDEX unit_change_queue ON unit_change (id) WHERE queued;

CREATE TABLE production_batch (
	batch_number  TEXT PRIMARY KEY,
	batch_size    INTEGER
) WITHOUT ROWID;

CREATE TABLE serial_number_type (
	id            INTEGER PRIMARY KEY,
	name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
	description   TEXT,
	format        TEXT,
	reg_ex        TEXT,    -- what all its numbers match
	identifier    INTEGER NOT NULL -- 0 serial number, 1 MAC address, 2 IMEI
);
INSERT INTO serial_number_type VALUES
	(1, 'Serial Number', 'Serial numbers of units', NULL, NULL, 0),
	(2, 'MAC Address', 'Hardware addresses of network interfaces', NULL, '^([0-9A-Fa-f]{2}[:.-]?){5}[0-9A-Fa-f]{2}$', 1),
	(3, 'IMEI', 'Identities of mobile equipment', NULL, '^[0-9]{15}$', 2);

-- The pools: each number is free until it is taken.
CREATE TABLE serial_number (
	id                 INTEGER PRIMARY KEY,
	type               INTEGER NOT NULL REFERENCES serial_number_type,
	serial_number      TEXT NOT NULL,
	identity           TEXT NOT NULL, -- the same for all spellings of a number
	position           TEXT NOT NULL, -- sorts numbers as people count: SN-9 before SN-10
	uploaded           INTEGER NOT NULL,
	taken              INTEGER,       -- when; NULL while it is free
	reference_serial   TEXT,          -- the unit for which it was taken
	reference_part     TEXT,
	station_name       TEXT,
	UNIQUE (type, identity)
);
CREATE INDEX serial_number_position ON serial_number (type, position, id);
CREATE INDEX serial_number_free ON serial_number (type, position, id) WHERE taken IS NULL;
CREATE INDEX serial_number_reference ON serial_number (reference_serial) WHERE reference_serial IS NOT NULL;
