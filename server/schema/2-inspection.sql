-- Manual inspection. What is asked for rarely stays in JSON, as it is answered; what is searched by is taken from it.

CREATE TABLE inspection (
	guid          TEXT PRIMARY KEY,
	body          TEXT NOT NULL, -- the definition in JSON, without its relations, the count of its instances and its XAML
	xaml          TEXT,          -- the XAML with all that came with it, in JSON
	name          TEXT NOT NULL AS (body ->> 'Name') STORED,
	version       INTEGER NOT NULL AS (body ->> 'Version') STORED,
	status        INTEGER NOT NULL AS (body ->> 'Status') STORED,
	is_global     INTEGER NOT NULL AS (body ->> 'IsGlobal') STORED,
	UNIQUE (name, version)
) WITHOUT ROWID;

CREATE TABLE inspection_relation (
	guid          TEXT PRIMARY KEY,
	definition    TEXT NOT NULL REFERENCES inspection ON DELETE CASCADE,
	body          TEXT NOT NULL, -- the relation in JSON
	entity_schema TEXT NOT NULL COLLATE NOCASE AS (body ->> 'EntitySchema') VIRTUAL,
	entity_name   TEXT NOT NULL COLLATE NOCASE AS (body ->> 'EntityName') VIRTUAL,
	entity_key    TEXT NOT NULL COLLATE NOCASE AS (coalesce(body ->> 'EntityKey', '')) VIRTUAL,
	entity_value  TEXT NOT NULL AS (coalesce(body ->> 'EntityValue', '')) VIRTUAL
) WITHOUT ROWID;
CREATE INDEX inspection_relation_definition ON inspection_relation (definition);
CREATE INDEX inspection_relation_entity ON inspection_relation (entity_value, entity_name);

CREATE TABLE inspection_string_test (
	definition    TEXT NOT NULL, -- '' for one that names none
	name          TEXT NOT NULL,
	body          TEXT NOT NULL, -- as it was given
	PRIMARY KEY (definition, name)
) WITHOUT ROWID;

-- The executions of a definition are the tests that name it as their software.
CREATE INDEX report_software ON report (sw_filename, sw_version, type) WHERE sw_filename IS NOT NULL;
INSERT INTO sqlite_stat1 VALUES ('report', 'report_software', '1000000 5000 1000 1000'), ('inspection', NULL, '1000');
ANALYZE sqlite_schema;
